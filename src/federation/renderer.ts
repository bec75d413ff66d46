import { groupId } from "../text/address.ts";
import type { Renderer } from "./activities.ts";
import { isDocument } from "./document.ts";
import type { FederationOptions } from "./options.ts";

/**
 * What renders our documents. Only an Update of the account needs Fedify, which is a third of a worker's memory: it is
 * loaded when the first such Update goes out.
 */
export function createRenderer(options: FederationOptions): Renderer {
  const { sql, config } = options;
  const describeGroup = async () => {
    const { createDescribedFederation } = await import("./fedify.ts");
    const context = createDescribedFederation(options).createContext(
      new Request(groupId(config.origin)),
      undefined,
    );
    const actor = await context.getActor("group");
    const document = await actor?.toJsonLd({ contextLoader: context.contextLoader });
    return isDocument(document) ? document : {};
  };
  return { sql, origin: config.origin, describeGroup };
}
