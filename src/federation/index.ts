import "temporal-polyfill/global";
import { createFederation, type Federation } from "@fedify/fedify";
import { groupId } from "../text/address.ts";
import { createKvStore } from "../store/kv.ts";
import type { Renderer } from "./activities.ts";
import { type Document, isDocument } from "./document.ts";
import { describeActors } from "./group.ts";
import { createInbox } from "./inbox/index.ts";
import { describeNode } from "./nodeinfo.ts";
import type { FederationOptions } from "./options.ts";

/**
 * What we are for other servers. Fedify says who we are (actors, keys, NodeInfo) and checks signatures;
 * what we say is rendered from rows, and what comes in passes the inbox.
 */
export interface TocsinFederation {
  fedify: Federation<void>;
  renderer: Renderer;
  receive: (request: Request) => Promise<Response>;
}

export function createTocsinFederation(options: FederationOptions): TocsinFederation {
  const { sql, config } = options;
  const fedify = createFederation<void>({
    kv: createKvStore(sql),
    origin: config.origin,
    allowPrivateAddress: config.allowPrivateAddress,
  });
  describeActors(fedify, options);
  describeNode(fedify, options);
  return {
    fedify,
    renderer: { sql, origin: config.origin, describeGroup: () => describeGroup(fedify, config.origin) },
    receive: createInbox(options),
  };
}

/** The group's document as it stands in an Update: the same that its address serves. */
async function describeGroup(fedify: Federation<void>, origin: string): Promise<Document> {
  const context = fedify.createContext(new Request(groupId(origin)), undefined);
  const actor = await context.getActor("group");
  const document = await actor?.toJsonLd({ contextLoader: context.contextLoader });
  return isDocument(document) ? document : {};
}
