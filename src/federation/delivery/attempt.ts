import { logger } from "../../log.ts";
import { findActivity } from "../../store/activities.ts";
import type { ClaimedDelivery, Settlement } from "../../store/deliveries.ts";
import type { HostOutcome, SignatureScheme } from "../../store/hosts.ts";
import { renderActivity, type Renderer } from "../activities.ts";
import { digestOf } from "../sign.ts";
import { decide, type Outcome } from "./outcome.ts";
import { type Body, send, type Sender } from "./send.ts";

const log = logger("delivery");

/** What one claimed row came to. */
export interface Attempt {
  settlement: Settlement;
  host: HostOutcome | undefined;
  /** The inbox, when it is gone for good. */
  goneInbox: string | undefined;
}

const mostBodies = 64;
const mostFailuresHere = 10;

/** The bodies of the activities under way, each rendered once for all its inboxes. */
export function createBodies(renderer: Renderer): (activityId: string) => Promise<Body | undefined> {
  const bodies = new Map<string, Promise<Body | undefined>>();
  return (activityId) => {
    const known = bodies.get(activityId);
    if (known) return known;
    const made = renderBody(renderer, activityId);
    if (bodies.size >= mostBodies) bodies.delete(bodies.keys().next().value!);
    bodies.set(activityId, made);
    made.catch(() => bodies.delete(activityId));
    return made;
  };
}

async function renderBody(renderer: Renderer, activityId: string): Promise<Body | undefined> {
  const activity = await findActivity(renderer.sql, activityId);
  const document = activity && (await renderActivity(renderer, activity));
  if (!document) return undefined;
  const json = JSON.stringify(document);
  return { json, digest: digestOf(json) };
}

/** Sends one row's activity; a body that is undefined has nothing left to say. Never throws. */
export async function attempt(
  sender: Sender,
  bodyOf: (activityId: string) => Promise<Body | undefined>,
  row: ClaimedDelivery,
  scheme: SignatureScheme,
): Promise<Attempt> {
  try {
    const body = await bodyOf(row.activityId);
    if (!body) return settle(row, { state: "cancelled" });
    const first = await send(sender, row.inbox, body, scheme);
    const outcome = decide(first, { ...row, resigned: false });
    if (outcome.next !== "resign") return conclude(row, outcome, first.status, scheme);
    const other = scheme === "rfc9421" ? "draft-cavage" : "rfc9421";
    const second = await send(sender, row.inbox, body, other);
    const final = decide(second, { ...row, resigned: true });
    return conclude(row, final, second.status, final.next === "delivered" ? other : scheme);
  } catch (error) {
    // Ours, not theirs: a row that cannot be rendered is set aside after its attempts and never holds up the others.
    log.error("delivery {id} failed here: {error}", { id: row.id, error });
    const message = error instanceof Error ? error.message : String(error);
    return row.attempts >= mostFailuresHere
      ? settle(row, { state: "failed", error: message })
      : settle(row, { state: "waiting", error: message, delay: 60 * row.attempts });
  }
}

function conclude(
  row: ClaimedDelivery,
  outcome: Outcome,
  status: number | null,
  signature: SignatureScheme,
): Attempt {
  const error = "error" in outcome ? outcome.error : null;
  const state = outcome.next === "delivered" ? "delivered" : outcome.next === "retry" ? "waiting" : "failed";
  const delay = outcome.next === "retry" ? outcome.delay : 0;
  return {
    ...settle(row, { state, status, error, delay }),
    host: { host: row.host, signature, error },
    goneInbox: outcome.next === "gone" ? row.inbox : undefined,
  };
}

function settle(
  { id, lease }: ClaimedDelivery,
  result: Pick<Settlement, "state"> & Partial<Settlement>,
): Attempt {
  return {
    settlement: { status: null, error: null, delay: 0, ...result, id, lease },
    host: undefined,
    goneInbox: undefined,
  };
}
