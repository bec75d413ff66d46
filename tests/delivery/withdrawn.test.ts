import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  cancelDeliveriesTo,
  cancelDeliveriesToHosts,
  claimDeliveries,
  settleDeliveries,
} from "../../src/store/deliveries.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { clear, follow, publish, rowsOf, withdraw } from "../support/stage.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(() => clear(database.sql));

const inboxes = ["https://quay.example/inbox", "https://pier.example/inbox"];

/** A post to two inboxes, one of which a worker is just sending to. */
async function underWay() {
  await follow(database.sql, inboxes);
  const { id } = await publish(database.sql);
  const [row] = await claimDeliveries(database.sql, 1);
  const states = async () =>
    (await rowsOf(database.sql, id))
      .filter(({ activityId }) => activityId === row!.activityId)
      .map(({ inbox, state }) => [inbox === row!.inbox ? "under way" : "other", state])
      .toSorted();
  return { id, row: row!, states };
}

test("a withdrawal cancels what is not sent yet, and leaves what is under way to its worker", async () => {
  const { id, row, states } = await underWay();
  await withdraw(database.sql, id);
  expect(await states()).toEqual([
    ["other", "cancelled"],
    ["under way", "waiting"],
  ]);
  const outcome = { state: "delivered", status: 202, error: null, delay: 0 } as const;
  await settleDeliveries(database.sql, [{ id: row.id, lease: row.lease, ...outcome }]);
  expect(await states()).toContainEqual(["under way", "delivered"]);
  // The Delete waits behind it, so that it arrives after what it takes back.
  const next = await claimDeliveries(database.sql, 5);
  expect(next.map(({ inbox }) => inbox)).toContain(row.inbox);
});

test("so does a block, of an account or of a host", async () => {
  for (const cancel of [cancelDeliveriesTo, cancelDeliveriesToHosts]) {
    await clear(database.sql);
    const { states } = await underWay();
    await database.sql`delete from follower`;
    await cancel(
      database.sql,
      cancel === cancelDeliveriesTo ? inboxes : inboxes.map((inbox) => new URL(inbox).host),
    );
    expect(await states()).toEqual([
      ["other", "cancelled"],
      ["under way", "waiting"],
    ]);
  }
});
