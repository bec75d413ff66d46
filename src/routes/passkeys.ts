import type { Context } from "hono";
import {
  algorithms,
  doesPasskeyOpen,
  findUserHandle,
  hostOf,
  listPasskeys,
  type Passkey,
  readAnswer,
  takePasskey,
} from "../store/passkeys.ts";
import type { Member } from "../store/members.ts";
import type { CreationOptions, PasskeyAsk, RequestOptions } from "../views/admin/passkeys.ts";
import { script } from "./assets.ts";
import { countTries, type Trying } from "./attempts.ts";
import { type Challenges, validFor } from "./challenges.ts";
import { allowPasskeys } from "./headers.ts";
import { originOf } from "./onion.ts";
import type { PageOptions, RouteOptions } from "./options.ts";

export interface Answering extends Partial<Trying> {
  /** What the browser sent. */
  answer: string;
  /** By which the browser came. */
  origin: string;
  /** What the challenge was given out for. */
  binding: string;
  /** Whose passkey it has to be; without, anybody's that opens by itself. */
  memberId?: string | undefined;
}

export type PasskeyCheck = (
  answering: Answering,
) => Promise<Pick<Member, "id" | "name" | "role"> | "wrong" | "tooMany">;

/**
 * Checks passkeys, slowly for those who try: nobody guesses a signature, but whoever has a copy of a device might go on and on. It
 * needs no line: nothing in it takes much, and nothing at all before the passkey is known and the challenge one of ours.
 */
export function passkeyCheck(
  { sql, secret }: Pick<PageOptions, "sql" | "secret">,
  challenges: Challenges,
): PasskeyCheck {
  const begin = countTries();
  return async ({ answer, origin, binding, memberId, ...trying }) => {
    const read = readAnswer(answer);
    if (!read) return "wrong";
    // Without a name, tries count by the passkey: nobody keeps it out who has never seen it.
    const attempt = begin({ name: read.id, ...trying });
    if (!attempt) return "tooMany";
    const takeChallenge = (challenge: string) => challenges.spend(challenge, binding);
    const owner = await takePasskey(sql, secret, answer, { origin, takeChallenge, memberId });
    if (!owner) return "wrong";
    attempt.succeed();
    return owner;
  };
}

const descriptor = ({ credentialId, transports }: Passkey) => ({
  type: "public-key" as const,
  id: credentialId,
  transports,
});

/** What is asked of a browser at this address: any passkey that it has, or one of these. */
export function requestOptions(origin: string, challenge: string, passkeys?: Passkey[]): RequestOptions {
  return {
    challenge,
    rpId: hostOf(origin),
    timeout: validFor,
    userVerification: passkeys ? "preferred" : "required",
    allowCredentials: (passkeys ?? []).map(descriptor),
  };
}

/** For a page that asks a member for a passkey; undefined where they have none that works at this address. */
export async function askForPasskey(
  c: Context,
  { sql, config, door }: RouteOptions,
  memberId: string,
  binding: string,
): Promise<PasskeyAsk | undefined> {
  const origin = originOf(c, config);
  const here = (await listPasskeys(sql, memberId)).filter(({ host }) => host === hostOf(origin));
  if (here.length === 0) return undefined;
  allowPasskeys(c);
  return {
    script: script("passkey"),
    get: requestOptions(origin, door.challenges.issue(binding), here),
  };
}

export const passkeyLoginPath = "/login/passkey";

/** For the sign-in, once there is a passkey that opens by itself at this address. */
export async function askAtDoor(c: Context, { sql, config }: RouteOptions): Promise<PasskeyAsk | undefined> {
  if (!(await doesPasskeyOpen(sql, hostOf(originOf(c, config))))) return undefined;
  allowPasskeys(c);
  return { script: script("passkey"), from: `${passkeyLoginPath}/ask`, to: passkeyLoginPath };
}

/** For the page on which a member adds one. */
export async function askForNewPasskey(
  c: Context,
  { sql, config, door }: RouteOptions,
  of: { memberId: string; siteName: string; binding: string },
): Promise<PasskeyAsk> {
  const origin = originOf(c, config);
  const [passkeys, handle] = await Promise.all([
    listPasskeys(sql, of.memberId),
    findUserHandle(sql, of.memberId),
  ]);
  const create: CreationOptions = {
    challenge: door.challenges.issue(of.binding),
    rp: { id: hostOf(origin), name: of.siteName },
    // The name is what the member calls the passkey: the page puts it in.
    user: { id: handle, name: "", displayName: "" },
    pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })),
    timeout: validFor,
    attestation: "none",
    excludeCredentials: passkeys.filter(({ host }) => host === hostOf(origin)).map(descriptor),
  };
  allowPasskeys(c);
  return { script: script("passkey"), create };
}
