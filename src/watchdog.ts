import { logger } from "./log.ts";

const log = logger("watchdog");

/** The event loop stood: nobody was answered meanwhile. */
export interface Stall {
  /** How long, and how much of it this thread itself was busy: the rest is the machine's, or a pause for garbage. */
  milliseconds: number;
  busy: number;
  /** Kinds of work that began or ended meanwhile; where none did, those that were under way. */
  work: string[];
}

/** Does some work under the name of its kind: the pattern of a route, the type of an activity, a job. Never who or what. */
export type During = <Result>(kind: string, work: () => Promise<Result>) => Promise<Result>;

export interface Watchdog {
  during: During;
  /** What is to be said of the last ten minutes, the newest first: each kind of work once. */
  listStalls: () => Stall[];
  figures: { readonly stalls: number; readonly longest: number };
  /** Looks at the clock: called by a timer, again and again. */
  look: () => void;
}

/** Milliseconds. */
const every = 50;
const longest = 200;
const remembered = 10 * 60_000;
const mostNamed = 5;
const mostStalls = 20;
const mostLines = 10;
const lineEvery = 60_000;

const threadCpu = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Notices when the event loop stood for 200 ms, and says what ran. `signal` ends it. */
export function createWatchdog({
  signal,
  now = () => performance.now(),
  cpu = threadCpu,
  tell = tellLog(),
}: {
  signal?: AbortSignal | undefined;
  now?: () => number;
  cpu?: () => number;
  tell?: (stall: Stall, at: number) => void;
} = {}): Watchdog {
  const underWay = new Map<string, number>();
  const touched = new Set<string>();
  const figures = { stalls: 0, longest: 0 };
  let stalls: (Stall & { at: number })[] = [];
  let last = { at: now(), cpu: cpu() };

  const during: During = async (kind, work) => {
    touched.add(kind);
    underWay.set(kind, (underWay.get(kind) ?? 0) + 1);
    try {
      return await work();
    } finally {
      touched.add(kind);
      const others = underWay.get(kind)! - 1;
      if (others === 0) underWay.delete(kind);
      else underWay.set(kind, others);
    }
  };

  function look(): void {
    const present = { at: now(), cpu: cpu() };
    const milliseconds = Math.round(present.at - last.at - every);
    if (milliseconds >= longest) {
      const work = [...(touched.size > 0 ? touched : underWay.keys())].slice(0, mostNamed);
      const stall = { milliseconds, busy: Math.round(present.cpu - last.cpu), work };
      figures.stalls++;
      figures.longest = Math.max(figures.longest, milliseconds);
      stalls = [{ ...stall, at: present.at }, ...stalls].slice(0, mostStalls);
      tell(stall, present.at);
    }
    touched.clear();
    last = present;
  }

  const timer = setInterval(look, every).unref();
  signal?.addEventListener("abort", () => clearInterval(timer));

  return {
    during,
    figures,
    look,
    listStalls() {
      const recent = stalls.filter(({ at }) => now() - at < remembered);
      const longestOf = new Map<string, Stall>();
      for (const { at: _, ...stall } of recent) {
        const kinds = stall.work.join();
        const known = longestOf.get(kinds);
        if (!known || known.milliseconds < stall.milliseconds) longestOf.set(kinds, stall);
      }
      return [...longestOf.values()];
    },
  };
}

/** Says it in the log, some times a minute: a machine that is too small would else fill it. */
function tellLog() {
  let said: number[] = [];
  return ({ milliseconds, busy, work }: Stall, at: number): void => {
    said = said.filter((each) => at - each < lineEvery);
    if (said.length >= mostLines) return;
    said.push(at);
    const what = work.join(", ") || "nothing that has a name";
    log.warn("The event loop stood for {milliseconds} ms, {busy} ms of it by work of its own: {what}", {
      milliseconds,
      busy,
      what,
    });
  };
}
