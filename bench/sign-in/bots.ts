import { setTimeout as sleep } from "node:timers/promises";
import { ask, type Page, picturesOn, ticketOn } from "./form.ts";

interface Flood {
  origin: string;
  /** Requests of any kind. */
  perSecond: number;
  signal: AbortSignal;
}

/** Keeps the door busy until it is told to stop; gives the answers to its forms, by status. */
export type Bot = (flood: Flood) => Promise<Map<number, number>>;

/** Lets so many requests go each second, however many are wanted. */
function createPace({ perSecond, signal }: Flood) {
  let next = performance.now();
  return async function pace(): Promise<void> {
    const now = performance.now();
    next = Math.max(next + 1000 / perSecond, now);
    await sleep(next - now, undefined, { signal }).catch(() => {});
  };
}

const madeUp = () => ({ name: `bot ${Math.random()}`, passphrase: "wrong passphrase" });

type Visit = (origin: string, pace: () => Promise<void>) => Promise<Page>;

/** Begins another visit whenever there is a request to spare, `most` of them at once. */
function visiting(visit: Visit, most = 400): Bot {
  return async (flood) => {
    const answers = new Map<number, number>();
    const pace = createPace(flood);
    const underWay = new Set<Promise<void>>();
    const count = async (visit: Promise<Page>) => {
      const { status } = await visit;
      if (!flood.signal.aborted) answers.set(status, (answers.get(status) ?? 0) + 1);
    };
    while (!flood.signal.aborted) {
      await pace();
      const one = count(visit(flood.origin, pace)).finally(() => underWay.delete(one));
      underWay.add(one);
      if (underWay.size >= most) await Promise.race(underWay);
    }
    await Promise.all(underWay);
    return answers;
  };
}

/** All that a browser does, and no more of it at once than can be finished. */
const likeBrowsers = (typed: () => Record<string, string>): Bot =>
  visiting(async (origin, pace) => {
    const page = await ask(`${origin}/login`);
    for (const src of picturesOn(page)) {
      await pace();
      await ask(origin + src);
    }
    await pace();
    return ask(`${origin}/login`, { ...typed(), ticket: ticketOn(page) });
  }, 30);

export const bots: Record<string, Bot> = {
  nobody: async ({ signal }) => {
    while (!signal.aborted) await sleep(100);
    return new Map();
  },
  "made-up names, without the form": visiting((origin) => ask(`${origin}/login`, madeUp())),
  "with the form's ticket": visiting(async (origin, pace) => {
    const page = await ask(`${origin}/login`);
    await pace();
    return ask(`${origin}/login`, { ...madeUp(), ticket: ticketOn(page) });
  }),
  "with all that a browser does": likeBrowsers(madeUp),
  "all of that, at one name": likeBrowsers(() => ({ ...madeUp(), name: "somebody" })),
};
