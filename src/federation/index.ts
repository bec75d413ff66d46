import type { Federation } from "@fedify/fedify";
import type { Share } from "../body.ts";
import type { During } from "../watchdog.ts";
import type { Renderer } from "./activities.ts";
import { createAuthorization } from "./authorize.ts";
import type { Arrived } from "./body.ts";
import { createDescribedFederation } from "./fedify.ts";
import { createInbox } from "./inbox/index.ts";
import type { FederationOptions } from "./options.ts";
import { createRenderer } from "./renderer.ts";
import type { Signed } from "./signature.ts";

/**
 * What we are for other servers. Fedify says who we are; what we say is rendered from rows, and what comes in passes
 * the inbox.
 */
export interface TocsinFederation {
  fedify: Federation<void>;
  renderer: Renderer;
  receive: (request: Arrived) => Promise<Response>;
  /** Whether documents are for everybody, or for servers that sign. */
  open: boolean;
  /** Refuses a GET of a document, where authorized fetch is on. */
  refuse: (request: Signed) => Promise<Response | undefined>;
}

/** What is made for the whole server, and the inbox takes part in. */
export interface InboxParts {
  /** The share of the memory for what comes in. */
  bodies: Share;
  during: During;
}

export function createTocsinFederation(options: FederationOptions, parts: InboxParts): TocsinFederation {
  return {
    fedify: createDescribedFederation(options),
    renderer: createRenderer(options),
    receive: createInbox(options, parts),
    open: !options.config.authorizedFetch,
    refuse: createAuthorization(options),
  };
}
