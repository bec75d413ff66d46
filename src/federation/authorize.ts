import { answer } from "./inbox/answering.ts";
import { instancePath } from "../text/address.ts";
import type { FederationOptions } from "./options.ts";
import type { Signed } from "./signature.ts";
import { createVerifier } from "./verify.ts";

/**
 * Authorized fetch (AUTHORIZED_FETCH=true): a document of ours goes to servers that say who they are and are not blocked.
 * Gives the refusal, or undefined. The instance actor stays open: who asks for its key to check our own signed request
 * could not sign before having it.
 */
export function createAuthorization(options: FederationOptions) {
  const { config, policy } = options;
  const verify = createVerifier(options);

  return async function refuse(request: Signed): Promise<Response | undefined> {
    if (!config.authorizedFetch || new URL(request.url).pathname === instancePath) return undefined;
    const verification = await verify(request);
    if (!verification.ok) return answer(401, verification.reason);
    // A block is not told: whoever is blocked learns no more than whoever does not sign.
    const severity = await policy.severityOf([verification.actor.id]);
    return severity === "block" ? answer(401, "The signature does not hold.") : undefined;
  };
}
