import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { gate } from "../../src/gate.ts";

it("a gate lets two in at once, in order, also after a failure", async () => {
  const pass = gate(2);
  const begun: number[] = [];
  let inside = 0;
  let most = 0;
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, (_, index) =>
      pass(async () => {
        begun.push(index);
        inside += 1;
        most = Math.max(most, inside);
        await sleep(2);
        inside -= 1;
        if (index % 3 === 0) throw new Error("failed");
        return index;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(results.map(({ status }) => status === "fulfilled")).toEqual([0, 1, 1, 0, 1, 1, 0, 1].map(Boolean));
});
