import { describe, expect, it } from "vitest";
import { backoff, decide, retryAfter } from "../../src/federation/delivery/outcome.ts";

const day = 24 * 3600;
const answered = (status: number, seconds?: number) =>
  ({ kind: "answered", status, retryAfter: seconds }) as const;
const after = (
  status: number,
  delivery: Partial<{ attempts: number; age: number; missing: number; resigned: boolean }> = {},
) => decide(answered(status), { attempts: 1, age: 60, missing: 0, resigned: false, ...delivery }).next;

describe("the rule for each answer", () => {
  it.each([200, 201, 202, 204])("%i is accepted", (status) => expect(after(status)).toBe("delivered"));
  it("410 means gone, with the followers behind the inbox", () => expect(after(410)).toBe("gone"));
  it.each([401, 403])("%i is tried at once with the other signature, then later", (status) => {
    expect(after(status)).toBe("resign");
    expect(after(status, { resigned: true })).toBe("retry");
  });
  it.each([408, 429, 500, 502, 503, 504, 301, 308])("%i is tried again later", (status) =>
    expect(after(status)).toBe("retry"),
  );
  it.each([400, 405, 413, 415, 422])("%i is final: the same document would be refused again", (status) =>
    expect(after(status)).toBe("failed"),
  );
  it("404 is tried for two days; then whoever followed from there is gone", () => {
    expect(after(404)).toBe("retry");
    expect(after(404, { age: 3 * day })).toBe("retry");
    expect(after(404, { age: 3 * day, missing: 2 * day + 1 })).toBe("gone");
  });
  it("what lasts longer than a week is given up", () => {
    expect(after(500, { attempts: 20, age: 7.2 * day })).toBe("retry");
    expect(after(500, { attempts: 20, age: 7.5 * day })).toBe("failed");
  });
  it("the last attempt is made when the time is up, not before", () => {
    const outcome = decide(answered(500), { attempts: 20, age: 7.4 * day, missing: 0, resigned: false });
    expect(outcome).toMatchObject({ next: "retry", delay: expect.closeTo(0.1 * day, 0) as number });
  });
  it("an unreachable host is tried again, a forbidden address is not", () => {
    const delivery = { attempts: 1, age: 0, missing: 0, resigned: false };
    expect(decide({ kind: "unreachable", status: null, error: "ECONNREFUSED" }, delivery).next).toBe("retry");
    expect(decide({ kind: "refused", status: null, error: "private" }, delivery)).toEqual({
      next: "failed",
      error: "private",
    });
  });
  it("429 and 503 wait as long as they ask, within a day", () => {
    const delay = (seconds: number) => {
      const outcome = decide(answered(429, seconds), { attempts: 1, age: 0, missing: 0, resigned: false });
      return outcome.next === "retry" ? outcome.delay : undefined;
    };
    expect(delay(3600)).toBe(3600);
    expect(delay(10 * day)).toBe(day);
    expect(delay(1)).toBeGreaterThan(50);
  });
});

it("delays double from a minute to six hours, a little off the beat", () => {
  expect(backoff(1, 0.5)).toBe(60);
  expect(backoff(4, 0.5)).toBe(480);
  expect(backoff(30, 0.5)).toBe(6 * 3600);
  expect(backoff(1, 0)).toBe(54);
  expect(backoff(1, 1)).toBe(66);
});

it("Retry-After is read as seconds or as a date", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(retryAfter("120", now)).toBe(120);
  expect(retryAfter("Thu, 01 Jan 2026 00:05:00 GMT", now)).toBe(300);
  expect(retryAfter("soon", now)).toBeUndefined();
  expect(retryAfter(undefined, now)).toBeUndefined();
});
