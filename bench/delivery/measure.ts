import fs from "node:fs";
import path from "node:path";
import { percentile } from "../../tests/support/percentile.ts";

/** What one process measured of its own work. */
export interface Measured {
  seconds: number;
  cpuSeconds: number;
  peakMegabytes: number;
}

/** Starts a clock; what it returns tells the CPU and wall time since, and the most memory held so far. */
export function startClock(): () => Measured {
  const cpu = process.cpuUsage();
  const start = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return {
      seconds: (performance.now() - start) / 1000,
      cpuSeconds: (user + system) / 1e6,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
    };
  };
}

/** Measures `work` in this process, and prints it for the parent. */
export async function measure(work: () => Promise<void>): Promise<void> {
  const read = startClock();
  await work();
  process.stdout.write(`${JSON.stringify(read())}\n`);
}

/** Milliseconds of CPU for one delivery. */
export const cost = ({ cpuSeconds }: Measured, deliveries: number) => (cpuSeconds / deliveries) * 1000;

export function median(values: number[]): number {
  return percentile(values, 0.5);
}

const ticksPerSecond = 100;

/** CPU seconds that a PostgreSQL has used so far, all its processes together (Linux: from /proc). */
export function postgresCpu(pgdata: string): number {
  const postmaster = fs.readFileSync(path.join(pgdata, "postmaster.pid"), "utf8").split("\n")[0]!;
  const [own = 0, ended = 0] = timesOf(postmaster);
  const children = fs
    .readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && parentOf(entry) === postmaster);
  return children.reduce((sum, child) => sum + (timesOf(child)[0] ?? 0), own + ended) / ticksPerSecond;
}

/** The fields of /proc/PID/stat after the name, which may hold spaces and brackets. */
function statOf(pid: string): string[] {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

const parentOf = (pid: string) => statOf(pid)[1];

/** Ticks of the process itself, and of its children that have ended. */
function timesOf(pid: string): number[] {
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = statOf(pid).slice(11, 15).map(Number);
  return [user + system, childUser + childSystem];
}
