import { logger } from "../../log.ts";
import { findActivity } from "../../store/activities.ts";
import type { ClaimedDelivery, Settlement } from "../../store/deliveries.ts";
import type { HostOutcome, SignatureScheme } from "../../store/hosts.ts";
import { isWithoutDatabase } from "../../store/sql.ts";
import { renderActivity, type Renderer } from "../activities.ts";
import { digestOf } from "../sign.ts";
import { decide, type Outcome } from "./outcome.ts";
import { type Body, send, type Sender } from "./send.ts";

const log = logger("delivery");

/** What one claimed row came to. */
export interface Attempt {
  settlement: Settlement;
  host: HostOutcome | undefined;
  /** The inbox, when it is gone for good, and what says so. */
  gone: { inbox: string; reason: string; status: number | null } | undefined;
}

const mostBodies = 64;
/** Milliseconds: a post may be withdrawn at any moment, and from then on its text goes nowhere. */
const bodyLasts = 1000;
const mostFailuresHere = 10;

/** The bodies of the activities under way, each rendered once for all its inboxes. */
export function createBodies(renderer: Renderer): (activityId: string) => Promise<Body | undefined> {
  const bodies = new Map<string, { body: Promise<Body | undefined>; until: number }>();
  return (activityId) => {
    const now = Date.now();
    const known = bodies.get(activityId);
    if (known && now < known.until) return known.body;
    const made = { body: renderBody(renderer, activityId), until: now + bodyLasts };
    if (bodies.size >= mostBodies) bodies.delete(bodies.keys().next().value!);
    bodies.set(activityId, made);
    made.body.catch(() => bodies.delete(activityId));
    return made.body;
  };
}

async function renderBody(renderer: Renderer, activityId: string): Promise<Body | undefined> {
  const activity = await findActivity(renderer.sql, activityId);
  const document = activity && (await renderActivity(renderer, activity));
  if (!document) return undefined;
  const bytes = Buffer.from(JSON.stringify(document));
  return {
    bytes,
    digest: digestOf(bytes),
    signer: activity.type === "Flag" ? "instance" : "group",
    later: ["Update", "Delete", "Undo", "Remove"].includes(activity.type),
  };
}

/**
 * Sends one row's activity; a body that is undefined has nothing left to say. Undefined when the database was away and
 * nothing was tried. Never throws.
 */
export async function attempt(
  sender: Sender,
  bodyOf: (activityId: string) => Promise<Body | undefined>,
  row: ClaimedDelivery,
): Promise<Attempt | undefined> {
  const scheme = row.signature;
  try {
    const body = await bodyOf(row.activityId);
    if (!body) return settle(row, { state: "cancelled" });
    const first = await send(sender, row.inbox, body, scheme);
    const outcome = decide(first, { ...row, resigned: false, later: body.later });
    if (outcome.next !== "resign") return conclude(row, outcome, first.status, scheme);
    const other = scheme === "rfc9421" ? "draft-cavage" : "rfc9421";
    const second = await send(sender, row.inbox, body, other);
    // Who blocks us says so before the signature is looked at; that the other one is not known either hides the reason.
    const met = first.status === 403 && second.status === 401 ? first : second;
    const final = decide(met, { ...row, resigned: true, later: body.later });
    return conclude(row, final, met.status, final.next === "delivered" ? other : scheme);
  } catch (error) {
    if (isWithoutDatabase(error)) return undefined;
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
  const trouble = ("trouble" in outcome && outcome.trouble) || "none";
  const state = outcome.next === "delivered" ? "delivered" : outcome.next === "retry" ? "waiting" : "failed";
  const delay = outcome.next === "retry" ? outcome.delay : 0;
  const hostState = outcome.next === "delivered" ? "well" : hostStates[trouble];
  // What we refused ourselves shows nothing of the host.
  const showsHost = status !== null || trouble !== "none";
  return {
    ...settle(row, { state, status, error, delay, doubtful: trouble === "doubtful" }),
    host: showsHost ? { host: row.host, signature, state: hostState, error } : undefined,
    gone: outcome.next === "gone" ? { inbox: row.inbox, reason: outcome.error, status } : undefined,
  };
}

const hostStates = { host: "trouble", doubtful: "doubtful", none: "answers" } as const;

function settle(
  { id, lease }: ClaimedDelivery,
  result: Pick<Settlement, "state"> & Partial<Settlement>,
): Attempt {
  return {
    settlement: { status: null, error: null, delay: 0, ...result, id, lease },
    host: undefined,
    gone: undefined,
  };
}
