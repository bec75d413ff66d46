import { describe, expect, test } from "vitest";
import { createLine, goesBefore, type Place } from "../../src/routes/line.ts";
import { createTickets, steps } from "../../src/routes/tickets.ts";

const someone = (name: string, rest: Partial<Place> = {}): Place => ({ name, rank: 0, since: 0, ...rest });

/** A line in which checks end when the test says so, and who was let through or turned away in which order. */
function watched({ running = 1, most = 18 } = {}) {
  const line = createLine({ running, most });
  const through: string[] = [];
  const turnedAway: string[] = [];
  const ends: (() => void)[] = [];
  return {
    letThrough: through,
    turnedAway,
    waiting: line.waiting,
    async come(place: Place): Promise<void> {
      void line
        .pass(place, () => {
          through.push(place.name);
          return new Promise<true>((resolve) => ends.push(() => resolve(true)));
        })
        .then((done) => done ?? turnedAway.push(place.name));
      await settled();
    },
    /** So many checks end. */
    async end(count = 1): Promise<void> {
      for (let at = 0; at < count; at++) {
        ends.shift()?.();
        await settled();
      }
    },
  };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

describe("the line of those who sign in", () => {
  test("lets those go first who have shown more, and of these whoever asked last", async () => {
    const line = watched();
    await line.come(someone("first"));
    await line.come(someone("bare", { rank: 0, since: 9 }));
    await line.come(someone("with a form", { rank: 1, since: 1 }));
    await line.come(someone("looked at it long ago", { rank: 2, since: 2 }));
    await line.come(someone("looked at it just now", { rank: 2, since: 3 }));
    await line.end(5);
    expect(line.letThrough).toEqual([
      "first",
      "looked at it just now",
      "looked at it long ago",
      "with a form",
      "bare",
    ]);
  });

  test("lets each name have one turn before any has two, whoever types it", async () => {
    const line = watched();
    for (let at = 0; at < 6; at++) await line.come(someone("ines", { since: at }));
    await line.come(someone("omar", { since: 0 }));
    await line.come(someone("lea", { since: 0 }));
    await line.end(8);
    expect(line.letThrough.slice(0, 4)).toEqual(["ines", "omar", "lea", "ines"]);
  });

  test("keeps no more than its length, and turns away whoever would go last", async () => {
    const line = watched({ most: 3 });
    for (const name of ["runs", "a", "b", "c"]) await line.come(someone(name, { since: 5 }));
    await line.come(someone("late", { since: 4 }));
    await line.come(someone("shows more", { rank: 1 }));
    expect(line.turnedAway).toEqual(["late", "c"]);
    await line.end(4);
    expect(line.letThrough).toEqual(["runs", "shows more", "a", "b"]);
  });

  test("has an order: of two exactly one goes before the other, and it is the same among three", () => {
    const values = [0, 1, 2];
    const all = values.flatMap((rank) =>
      values.flatMap((earlier) => values.map((since) => ({ earlier, place: someone("", { rank, since }) }))),
    );
    for (const one of all) {
      for (const other of all) {
        expect(Math.sign(goesBefore(one, other)) + Math.sign(goesBefore(other, one))).toBe(0);
        for (const third of all) {
          const inOrder = goesBefore(one, other) <= 0 && goesBefore(other, third) <= 0;
          expect(!inOrder || goesBefore(one, third) <= 0).toBe(true);
        }
      }
    }
  });

  test("is empty again after whoever was in it", async () => {
    const line = watched({ running: 2 });
    for (let at = 0; at < 100; at++) await line.come(someone(`n${at % 7}`, { rank: at % 3, since: at }));
    await line.end(100);
    expect(line.letThrough.length + line.turnedAway.length).toBe(100);
    expect(line.waiting()).toBe(0);
    await line.come(someone("next"));
    expect(line.letThrough.at(-1)).toBe("next");
  });

  /** So many seconds of a flood, in which so many checks are made each second and one member comes every three. */
  async function flood({ perSecond, rank, names }: { perSecond: number; rank: number; names: () => string }) {
    const line = watched({ running: 2 });
    const came: number[] = [];
    for (let now = 0; now < 60_000; now += 1000) {
      for (let at = 0; at < perSecond; at++)
        await line.come(someone(names(), { rank, since: now - 2000 + at }));
      if (now % 3000 === 0) {
        came.push(now);
        await line.come(someone(`member ${now}`, { rank: 2, since: now - 9000 }));
      }
      await line.end(4);
    }
    const inside = came.filter((now) => line.letThrough.includes(`member ${now}`));
    return { came: came.length, inside: inside.length };
  }

  test("lets every member in at four checks a second against fifty forms a second that nobody looked at", async () => {
    let made = 0;
    for (const rank of [0, 1]) {
      const { came, inside } = await flood({ perSecond: 50, rank, names: () => `bot ${made++}` });
      expect([came, inside]).toEqual([20, 20]);
    }
  });

  test("and against fifty requests a second of whoever does all that a browser does, for names made up or all the same", async () => {
    let made = 0;
    // The form, its pictures, and the form sent: 2.3 a second.
    const perSecond = Math.floor(50 / (steps + 2));
    for (const names of [() => `bot ${made++}`, () => "ines"]) {
      const { came, inside } = await flood({ perSecond, rank: 2, names });
      expect([came, inside]).toEqual([20, 20]);
    }
  });
});

describe("a ticket", () => {
  const second = 1000;
  function issued() {
    const clock = { now: 1_700_000_000_000 };
    const tickets = createTickets({ now: () => clock.now });
    return { clock, tickets, ticket: tickets.issue() };
  }

  test("is good once, and says since when, and from when it is", () => {
    const { clock, tickets, ticket } = issued();
    const at = clock.now;
    clock.now += 5 * second;
    expect(tickets.spend(ticket)).toEqual({ issued: at, from: at + 2 * second, stepped: false });
    expect(tickets.spend(ticket)).toBeUndefined();
    expect(tickets.spend(tickets.issue())).toBeDefined();
  });

  test("shows that all the pictures were fetched, each of them, and for this ticket", () => {
    const { tickets, ticket } = issued();
    const [other, partly, twice] = [tickets.issue(), tickets.issue(), tickets.issue()];
    for (let at = 0; at < steps; at++) {
      tickets.step(ticket, at);
      if (at > 0) tickets.step(partly, at);
      tickets.step(twice, 0);
    }
    for (const number of [-1, steps, 32, Number.NaN]) tickets.step(partly, number);
    const stepped = [ticket, other, partly, twice].map((each) => tickets.spend(each)!.stepped);
    expect(stepped).toEqual([true, false, false, false]);
  });

  test("is worth nothing when it is old, forged, of another server, or none", () => {
    const { clock, tickets, ticket } = issued();
    const bytes = Buffer.from(ticket, "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const forged = Buffer.from(bytes);
      forged[at]! ^= 1;
      expect(tickets.spend(forged.toString("base64url"))).toBeUndefined();
    }
    const foreign = createTickets({ now: () => clock.now }).issue();
    for (const none of ["", "x".repeat(10_000), foreign, `${ticket}AAAA`]) {
      expect(tickets.spend(none)).toBeUndefined();
    }
    clock.now += 601 * second;
    expect(tickets.spend(ticket)).toBeUndefined();
  });

  test("of which there are many takes bounded memory, and the newest are known", () => {
    const { tickets } = issued();
    const many = Array.from({ length: 60_000 }, () => tickets.issue());
    for (const each of many) tickets.step(each, 0);
    const last = many.at(-1)!;
    for (let at = 1; at < steps; at++) tickets.step(last, at);
    expect(tickets.spend(last)!.stepped).toBe(true);
  });
});
