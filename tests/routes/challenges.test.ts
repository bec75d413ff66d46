import { expect, test } from "vitest";
import { createChallenges, validFor } from "../../src/routes/challenges.ts";

const challenges = (most?: number) => {
  const clock = { time: 1_000_000 };
  return { clock, ...createChallenges({ now: () => clock.time, ...(most !== undefined && { most }) }) };
};

test("a challenge is good once, for what it was given out for", () => {
  const { issue, spend } = challenges();
  const challenge = issue("session a");
  expect(spend(challenge, "session b")).toBe(false);
  expect(spend(challenge, "session a")).toBe(true);
  expect(spend(challenge, "session a")).toBe(false);
  expect(issue("session a")).not.toBe(challenge);
});

test("it is good for five minutes, and used ones are remembered for as long", () => {
  const { clock, issue, spend } = challenges();
  const [first, second, third] = [issue("a"), issue("a"), issue("a")];
  clock.time += validFor;
  expect([spend(first, "a"), spend(first, "a")]).toEqual([true, false]);
  clock.time += 1;
  expect([spend(first, "a"), spend(second, "a")]).toEqual([false, false]);
  clock.time -= validFor + 2;
  expect(spend(third, "a")).toBe(false);
});

test("what was changed, made up, or given out by another process is none", () => {
  const { issue, spend } = challenges();
  const challenge = issue("a");
  const changed = (challenge.startsWith("A") ? "B" : "A") + challenge.slice(1);
  for (const each of ["", "AAAA", changed, `${challenge}AA`, challenges().issue("a"), "x".repeat(10_000)]) {
    expect(spend(each, "a")).toBe(false);
  }
  expect(spend(challenge, "a")).toBe(true);
});

test("none is forgotten that could be used again: beyond so many others wait", () => {
  const { clock, issue, spend } = challenges(2);
  const [one, two, three] = [issue("a"), issue("a"), issue("a")];
  expect([one, two, three].map((each) => spend(each, "a"))).toEqual([true, true, false]);
  expect([one, two].map((each) => spend(each, "a"))).toEqual([false, false]);
  clock.time += validFor + 1;
  expect(spend(issue("a"), "a")).toBe(true);
});
