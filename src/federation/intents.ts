import type { Config } from "../config.ts";
import { hostOf } from "../text/address.ts";
import { fillTemplate, type Intent, type IntentAnswer, type LookUpIntent } from "../text/intent.ts";
import type { Client } from "./client.ts";
import { type Document, idOf, isDocument, listOf, stringOf } from "./document.ts";
import { FetchFailed, NobodyAsked } from "./download.ts";
import { createIntentBudgets } from "./intent-budgets.ts";
import { checkUrl, RefusedAddress } from "./network.ts";
import type { Policy } from "./policy.ts";
import { askWebFinger } from "./remote-actors.ts";

/** A relation of WebFinger, and what its template calls the address that we put in. */
interface Way {
  relation: string;
  place: string;
}

const activity = (name: string, place = "object"): Way => ({
  relation: `https://w3id.org/fep/3b86/${name}`,
  place,
});

/** What Mastodon, Misskey and Pleroma have had since before there was another; it opens posts, too. */
const subscribe: Way = { relation: "http://ostatus.org/schema/1.0/subscribe", place: "uri" };

/** In the order of trying: what does just this (FEP-3b86), then what opens the account or post over there. */
const ways: Record<Intent, Way[]> = {
  follow: [activity("Follow"), subscribe, activity("Object")],
  reply: [activity("Create", "inReplyTo"), activity("Object"), subscribe],
  boost: [activity("Announce"), activity("Object"), subscribe],
  like: [activity("Like"), activity("Object"), subscribe],
};

const longestAddress = 2000;

/** Looks up, by WebFinger, where a visitor's server takes a follow, reply, boost or like. Nothing of it is kept. */
export function createIntents({
  client,
  config,
  policy,
}: {
  client: Client;
  config: Config;
  policy: Policy;
}): LookUpIntent {
  const budgets = createIntentBudgets();
  const scheme = config.allowPrivateAddress && config.origin.startsWith("http:") ? "http" : "https";

  return async ({ name, host }, intent, object, from): Promise<IntentAnswer> => {
    const asking = budgets.begin(host, from);
    if (!asking) return { state: "busy" };
    try {
      // Nothing is asked of a server that the members blocked, and nobody is told that they did.
      if ((await policy.severityOf([`https://${host}/`])) === "block") return { state: "noWay" };
      // Without a name the server's own account is asked about: Mastodon's has the same templates as everybody.
      const asked = name ?? host.replace(/:\d+$/, "");
      const document = await askWebFinger(client, { name: asked, host }, scheme);
      const url = findAddress(document, intent, object);
      const allowed = url !== undefined && isOf(url, [host, ...hostsNamedBy(document)], config);
      return allowed ? { state: "found", url: url.href } : { state: "noWay" };
    } catch (error) {
      if (!(error instanceof FetchFailed)) throw error;
      if (error instanceof NobodyAsked) asking.giveBack();
      return { state: error.status === undefined ? "unreachable" : "unknown" };
    } finally {
      asking.end();
    }
  };
}

function findAddress(document: Document, intent: Intent, object: string): URL | undefined {
  const links = listOf(document["links"]).filter(isDocument);
  for (const { relation, place } of ways[intent]) {
    const templates = links
      .filter((link) => link["rel"] === relation)
      .map((link) => stringOf(link["template"]) ?? "");
    const template = templates.find((each) => each.includes(`{${place}}`));
    const address = template === undefined ? "" : fillTemplate(template, { [place]: object });
    if (address.length <= longestAddress && URL.canParse(address)) return new URL(address);
  }
  return undefined;
}

/** An account may live on another host than its name: WebFinger names it, and answers for the name. */
function hostsNamedBy(document: Document): (string | undefined)[] {
  const subject = /^acct:[^@]+@([^@/?#]+)$/.exec(stringOf(document["subject"]) ?? "")?.[1];
  const selves = listOf(document["links"])
    .filter(isDocument)
    .filter((link) => link["rel"] === "self")
    .flatMap((link) => idOf(link["href"]) ?? []);
  return [subject && hostOf(`https://${subject}`), ...selves.map(hostOf)];
}

/** Whether it is safe to lead somebody there: to a server of theirs, over https. */
function isOf(url: URL, hosts: (string | undefined)[], { allowPrivateAddress }: Config): boolean {
  try {
    checkUrl(url, allowPrivateAddress);
  } catch (error) {
    if (error instanceof RefusedAddress) return false;
    throw error;
  }
  return hosts.includes(hostOf(url.href));
}
