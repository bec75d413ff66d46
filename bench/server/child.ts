import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { type Measured, startClock } from "../delivery/measure.ts";

/** In a process under measure: says that it is ready, and measures between what its parent says. */
export function answerParent(): void {
  let read = startClock();
  process.on("message", (message: "begin" | "end") => {
    const measured = read();
    if (message === "begin") read = startClock();
    process.send!(measured);
  });
  process.on("disconnect", () => process.exit(0));
  process.send!("ready");
}

/** A process under measure. */
export interface MeasuredProcess {
  begin: () => Promise<void>;
  /** What it took since `begin`. */
  end: () => Promise<Measured>;
  close: () => void;
}

/** Starts a script of bench/ that answers its parent, with Node's `flags`. */
export async function startMeasured(
  script: string,
  env: Record<string, string>,
  flags: string[] = [],
): Promise<MeasuredProcess> {
  const file = path.join(import.meta.dirname, "..", script);
  const child: ChildProcess = spawn(process.execPath, [...flags, file], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await once(child, "message");
  const ask = async (message: "begin" | "end") => {
    child.send(message);
    const [measured] = await once(child, "message");
    return measured as Measured;
  };
  return {
    begin: async () => void (await ask("begin")),
    end: () => ask("end"),
    close: () => child.disconnect(),
  };
}
