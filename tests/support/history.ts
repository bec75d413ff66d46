import type { Arrival } from "./remote.ts";

/** An activity whose transaction was committed, in the order of the commits. Ids as they go over the wire. */
export interface Committed {
  activity: string;
  type: string;
  object: string;
  inboxes: string[];
}

/** A copy that a worker held at the moment it was killed, or lost its database: it may be sent once more. */
export interface Leased {
  activity: string;
  inbox: string;
}

export interface History {
  committed: Committed[];
  arrivals: Pick<Arrival, "activity" | "inbox" | "refused">[];
  /** One list for each fault. */
  faults: Leased[][];
}

/**
 * What is wrong with a history, in a line each; nothing, when every promise held:
 *
 * - What arrived was committed, for that inbox.
 * - What was committed arrived at each of its inboxes; of an object that was withdrawn, only the Delete must, and of its
 *   Updates only the last.
 * - At an inbox, no copy about an object comes after one of a later activity about it: Create before Update before Delete.
 * - A copy that was not refused is repeated at most as often as a fault met it while a worker held it.
 */
export function checkHistory({ committed, arrivals, faults }: History): string[] {
  const wrong: string[] = [];
  const known = new Map(committed.map((each, order) => [each.activity, { ...each, order }]));
  const withdrawn = new Set(committed.filter(({ type }) => type === "Delete").map(({ object }) => object));
  const copies = new Map<string, number>();
  const furthest = new Map<string, { order: number; activity: string }>();
  const key = ({ activity, inbox }: Leased) => `${activity} at ${inbox}`;

  for (const arrival of arrivals) {
    const { activity, inbox } = arrival;
    const sent = known.get(activity);
    if (!sent?.inboxes.includes(inbox)) {
      wrong.push(`${key(arrival)} was never committed`);
      continue;
    }
    if (!arrival.refused) copies.set(key(arrival), (copies.get(key(arrival)) ?? 0) + 1);
    const about = `${sent.object} at ${inbox}`;
    const last = furthest.get(about);
    if (last && last.order > sent.order)
      wrong.push(`${sent.type} ${key(arrival)} came after ${last.activity}`);
    else furthest.set(about, { order: sent.order, activity });
  }

  for (const [order, { activity, type, object, inboxes }] of committed.entries()) {
    if (type !== "Delete" && withdrawn.has(object)) continue;
    const isUpdate = (each: Committed) => each.type === "Update" && each.object === object;
    if (type === "Update" && committed.slice(order + 1).some(isUpdate)) continue;
    for (const inbox of inboxes) {
      if (!copies.has(key({ activity, inbox })))
        wrong.push(`${type} ${key({ activity, inbox })} never arrived`);
    }
  }

  const met = new Map<string, number>();
  for (const leased of faults.flat()) met.set(key(leased), (met.get(key(leased)) ?? 0) + 1);
  for (const [copy, times] of copies) {
    const allowed = 1 + (met.get(copy) ?? 0);
    if (times > allowed) wrong.push(`${copy} arrived ${times} times, and ${allowed} can be explained`);
  }
  return wrong;
}
