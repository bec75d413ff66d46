import "temporal-polyfill/global";
import { createFederation, type Federation } from "@fedify/fedify";
import { createKvStore } from "../store/kv.ts";
import { describeActors } from "./group.ts";
import { describeNode } from "./nodeinfo.ts";
import type { FederationOptions } from "./options.ts";

/** Fedify's part: it says who we are (actors, keys, NodeInfo). */
export function createDescribedFederation(options: FederationOptions): Federation<void> {
  const { sql, config } = options;
  const federation = createFederation<void>({
    kv: createKvStore(sql),
    origin: config.origin,
    allowPrivateAddress: config.allowPrivateAddress,
  });
  describeActors(federation, options);
  describeNode(federation, options);
  return federation;
}
