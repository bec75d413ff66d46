// Preloaded into the server under test: measures its event loop and memory from within, and tells when it is asked. Keeps its
// look-ups of names from leaving the machine.
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import { isIP } from "node:net";
import { monitorEventLoopDelay, PerformanceObserver } from "node:perf_hooks";

/** What the server measured of itself since it was last asked. Milliseconds and megabytes. */
export interface Probe {
  /** The longest that the event loop was late, whatever the reason: a busy machine, too. */
  delay: number;
  p99: number;
  /** The longest that the event loop was kept busy in one turn, by CPU time of its own thread. */
  busy: number;
  /** The longest pause for the collection of garbage. */
  garbage: number;
  rss: number;
  heap: number;
}

const million = 1e6;
const delays = monitorEventLoopDelay({ resolution: 5 });
delays.enable();

let garbage = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) garbage = Math.max(garbage, duration);
}).observe({ entryTypes: ["gc"] });

let busy = 0;
const threadCpu = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
let last = threadCpu();
// Once in each turn of the loop: what the thread worked since is what one turn took.
const turn = () => {
  const now = threadCpu();
  busy = Math.max(busy, now - last);
  last = now;
};
setInterval(turn, 1).unref();

const { lookup } = dns;
dns.lookup = ((...args: Parameters<typeof lookup>) => {
  const [name] = args;
  if (name === "localhost" || isIP(name)) return lookup(...args);
  const callback = args.at(-1) as unknown as (error: Error) => void;
  queueMicrotask(() => callback(Object.assign(new Error(`no look-up of ${name}`), { code: "ENOTFOUND" })));
  return undefined;
}) as typeof lookup;
syncBuiltinESMExports();
// What federation asks instead.
const nobody = (name: string) =>
  Promise.reject(Object.assign(new Error(`no look-up of ${name}`), { code: "ENOTFOUND" }));
Object.assign(dns.promises.Resolver.prototype, { resolve4: nobody, resolve6: nobody });

process.on("message", () => {
  const { rss, heapUsed } = process.memoryUsage();
  const probe: Probe = {
    delay: delays.max / million,
    p99: delays.percentile(99) / million,
    busy,
    garbage,
    rss: rss / 2 ** 20,
    heap: heapUsed / 2 ** 20,
  };
  delays.reset();
  busy = 0;
  garbage = 0;
  last = threadCpu();
  process.send!(probe);
});
process.channel?.unref();
