import { react, undoReaction } from "../../src/store/allied-posts.ts";
import { addBlock, importBlocks } from "../../src/store/blocks.ts";
import { retryDeliveries, giveUpDeliveries } from "../../src/store/delivery-board.ts";
import { listDeliveries } from "../../src/store/delivery-report.ts";
import { deliverOpenEvents } from "../../src/store/events.ts";
import { closeFlagsOf } from "../../src/store/flags.ts";
import { decideFollower, removeFollower } from "../../src/store/followers.ts";
import { refuseHeld, welcomeHost } from "../../src/store/held.ts";
import { hideHistory } from "../../src/store/history.ts";
import { findFiles, findPictureFile, listPublishedFiles } from "../../src/store/pictures.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import { moderateReplies, moderateReply, releaseReply } from "../../src/store/replies.ts";
import { listKnownAccounts } from "../../src/store/revision-mentions.ts";
import type { Database } from "../../src/store/sql.ts";
import { countDeliveryStates } from "../../src/store/workers.ts";
import { editPost, publishPost } from "./written.ts";

/** What members decide and write, in a database that `fill` has filled. */
export async function decide(sql: Database, groupId: string): Promise<void> {
  const text = { name: "Come", summary: "", tags: ["Harbour"], pictures: [], pinned: false };
  const opens = new Date(Date.now() + 86_400_000);
  const place = { placeName: "", placeAddress: "", latitude: null, longitude: null };
  const times = { startsAt: opens, endsAt: null, timeZone: "UTC", openUntil: opens };
  const callout = { ...place, ...times, status: "confirmed" } as const;
  const first = await publishPost(sql, {
    ...text,
    type: "Article",
    source: "To all.",
    language: "en",
    callout,
  });
  const inFrench = { source: "À tous.", language: "fr", translationOf: first.id };
  const second = await publishPost(sql, { ...text, ...inFrench, type: "Note" });
  await editPost(sql, second.id, { ...text, source: "À toutes.", language: "fr" });
  await listDeliveries(sql, second.id);
  await retryDeliveries(sql, { postId: second.id });
  await giveUpDeliveries(sql, { postId: second.id, host: "h3.example" });
  await retryDeliveries(sql, { postId: second.id, host: "h3.example" });
  await retryDeliveries(sql, { host: "h99.example" });
  await giveUpDeliveries(sql, { host: "h99.example" });
  await hideHistory(sql, second.id, true);
  await withdrawPost(sql, second.id);
  await decidePeople(sql, groupId);
  await listKnownAccounts(sql, ["@u1@h1.example"]);
  await countDeliveryStates(sql);
  const [picture] = await sql<{ id: string; name: string }[]>`
    select picture_id as id, name from picture_file order by name limit 1`;
  await findFiles(sql, [picture!.name]);
  await findPictureFile(sql, picture!.name);
  await listPublishedFiles(sql, "", 100);
  await deliverOpenEvents(sql, { inbox: "https://h1.example/inbox" });
}

async function decidePeople(sql: Database, groupId: string): Promise<void> {
  const [allied] = await sql<{ id: string }[]>`select id from allied_post order by id limit 1`;
  await react(sql, "Like", allied!.id);
  await undoReaction(sql, "Like", allied!.id);
  const waiting = await sql<
    { id: string }[]
  >`select id from reply where state = 'pending' order by id limit 20`;
  const ids = waiting.map(({ id }) => id);
  await moderateReply(sql, ids[0]!, "approved");
  await sql.begin((tx) => moderateReplies(tx, ids, "hidden"));
  const held = await sql<{ id: string; host: string }[]>`
    select id, actor_host as host from reply where state = 'held' and actor_host <> 'large.example' order by id limit 3`;
  await releaseReply(sql, held[0]!.id);
  await sql.begin((tx) => welcomeHost(tx, held[1]!.host));
  await sql.begin((tx) => refuseHeld(tx, held[2]!.host));
  const [asking] = await sql<{ id: string }[]>`
    select actor_id as id from follower where state = 'pending' order by actor_id limit 1`;
  await decideFollower(sql, asking!.id, "Accept", groupId);
  await removeFollower(sql, asking!.id);
  await closeFlagsOf(sql, "h5.example");
  await addBlock(sql, "host", "h7.example");
  await importBlocks(sql, [{ host: "h8.example", severity: "block" }]);
}
