import { expect, test } from "vitest";
import { createTurnstile } from "../../src/federation/inbox/turnstile.ts";

/** Work that ends when the test says so. */
function work() {
  const begun: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const named = (name: string) => async () => {
    begun.push(name);
    await promise;
    return name;
  };
  return { begun, named, end: resolve };
}

const turn = () => new Promise(setImmediate);

test("four are let through at once, the others in their order, and 2000 wait at most", async () => {
  const { begun, named, end } = work();
  const turnstile = createTurnstile();
  const passing = Array.from({ length: 2004 }, (_, at) => turnstile.pass(named(`${at}`)));
  await turn();
  expect(begun).toEqual(["0", "1", "2", "3"]);
  expect(await turnstile.pass(named("too many"))).toBeUndefined();
  end();
  const done = await Promise.all(passing);
  expect(begun).toEqual(done);
  expect(await turnstile.pass(named("later"))).toBe("later");
});

test("who waits for a slow host lets the next in, up to 40 for one host and 1000 for all", async () => {
  const { begun, named, end } = work();
  const turnstile = createTurnstile();
  const aside = (host: string) => turnstile.pass(() => turnstile.stepAside(host, named(host)));
  const waiting = Array.from({ length: 1000 }, (_, at) => aside(`${Math.floor(at / 40)}.example`));
  await turn();
  expect(begun).toHaveLength(1000);
  // One host has its forty, and then so has everybody.
  expect(await aside("0.example")).toBeUndefined();
  expect(await aside("another.example")).toBeUndefined();
  end();
  expect((await Promise.all(waiting)).filter(Boolean)).toHaveLength(1000);
  expect(await aside("0.example")).toBe("0.example");
});

test("one slow host alone has no more than forty waiting for it", async () => {
  const { begun, named, end } = work();
  const turnstile = createTurnstile();
  const aside = (host: string) => turnstile.pass(() => turnstile.stepAside(host, named(host)));
  const waiting = Array.from({ length: 40 }, () => aside("slow.example"));
  await turn();
  expect(await aside("slow.example")).toBeUndefined();
  const other = aside("quick.example");
  await turn();
  expect(begun).toHaveLength(41);
  end();
  expect(await other).toBe("quick.example");
  await Promise.all(waiting);
  expect(await aside("slow.example")).toBe("slow.example");
});
