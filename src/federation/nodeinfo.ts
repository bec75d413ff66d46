import type { Federation } from "@fedify/fedify";
import { countPosts } from "../store/post-lists.ts";
import { findCollective } from "../store/collective.ts";
import { plainText } from "../text/sanitize.ts";
import type { FederationOptions } from "./options.ts";
import { software } from "./software.ts";

const halfYear = 182 * 24 * 3600 * 1000;
const month = 30 * 24 * 3600 * 1000;

/** NodeInfo 2.1: one account, whatever the number of its members, and the posts that anybody can count. */
export function describeNode(federation: Federation<void>, { sql }: FederationOptions): void {
  federation.setNodeInfoDispatcher("/nodeinfo/2.1", async () => {
    const collective = await findCollective(sql);
    const { posts, replies, lastPublished } = await countPosts(sql);
    const since = lastPublished ? Date.now() - lastPublished.getTime() : Number.POSITIVE_INFINITY;
    return {
      software: { ...software },
      protocols: ["activitypub"],
      openRegistrations: false,
      usage: {
        users: {
          total: collective ? 1 : 0,
          activeMonth: since < month ? 1 : 0,
          activeHalfyear: since < halfYear ? 1 : 0,
        },
        localPosts: posts,
        localComments: replies,
      },
      metadata: {
        nodeName: collective?.name ?? "",
        // Lists of servers show it as it comes.
        nodeDescription: collective ? plainText(collective.rendered.html) : "",
      },
    };
  });
}
