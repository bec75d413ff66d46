import { expect, test } from "vitest";
import { checkHistory, type History } from "../support/history.ts";

const inboxes = ["a", "b"];
const committed = [
  { activity: "create", type: "Create", object: "post", inboxes },
  { activity: "update", type: "Update", object: "post", inboxes },
  { activity: "other", type: "Create", object: "other", inboxes: ["a"] },
];
const removal = { activity: "delete", type: "Delete", object: "post", inboxes };
const arrivals = (...copies: string[]) =>
  copies.map((copy) => {
    const [activity = "", inbox = ""] = copy.split(" ");
    return { activity, inbox };
  });
const all = ["create a", "other a", "create b", "update b", "update a"];
const check = (history: Partial<History>) =>
  checkHistory({ committed, arrivals: arrivals(...all), faults: [], ...history });

test("B2. the history checker finds nothing in a history that keeps the promises", () => {
  expect(check({})).toEqual([]);
  const again = arrivals("create a", ...all);
  expect(check({ arrivals: again, faults: [arrivals("create a")] })).toEqual([]);
  const withdrawn = arrivals("create a", "other a", "delete b", "delete a");
  expect(check({ committed: [...committed, removal], arrivals: withdrawn })).toEqual([]);
  const last = { activity: "last", type: "Update", object: "post", inboxes };
  const replaced = arrivals("create a", "other a", "create b", "last a", "last b");
  expect(check({ committed: [...committed, last], arrivals: replaced })).toEqual([]);
});

test.for([
  ["a copy that never came", { arrivals: arrivals(...all.slice(1)) }, "Create create at a never arrived"],
  [
    "a copy that nobody committed",
    { arrivals: arrivals(...all, "ghost a") },
    "ghost at a was never committed",
  ],
  ["a copy at the wrong inbox", { arrivals: arrivals(...all, "other b") }, "other at b was never committed"],
  [
    "a repeat that no fault explains",
    { arrivals: arrivals(...all, "update a"), faults: [arrivals("update b")] },
    "update at a arrived 2 times, and 1 can be explained",
  ],
  [
    "a repeat too many",
    { arrivals: arrivals(...all, "update a", "update a"), faults: [arrivals("update a")] },
    "update at a arrived 3 times, and 2 can be explained",
  ],
  [
    "an Update before its Create",
    { arrivals: arrivals("other a", "create b", "update b", "update a", "create a") },
    "Create create at a came after update",
  ],
  [
    "a Create once more after its Update",
    { arrivals: arrivals(...all, "create a"), faults: [arrivals("create a")] },
    "Create create at a came after update",
  ],
  [
    "a Delete that never came",
    { committed: [...committed, removal], arrivals: arrivals(...all, "delete a") },
    "Delete delete at b never arrived",
  ],
] as [string, Partial<History>, string][])("B2. the history checker tells of %s", ([, history, told]) => {
  expect(check(history)).toContain(told);
});
