import { addFlag } from "../../store/flags.ts";
import { longestReport } from "../../text/draft.ts";
import { plainText } from "../../text/sanitize.ts";
import { idsOf, stringOf } from "../document.ts";
import { type InboxHandler, once } from "./context.ts";

/** A report for the members: Mastodon names the account and then posts, Misskey puts their links into the content. */
export const onFlag: InboxHandler = async (context, activity) => {
  const objects = idsOf(activity.document["object"]).slice(0, 100);
  const content = plainText(stringOf(activity.document["content"]) ?? "").slice(0, longestReport);
  const concernsUs =
    objects.some((id) => id.startsWith(`${context.origin}/`)) || content.includes(context.origin);
  if (!concernsUs) return;
  await once(context, activity, (sql) =>
    addFlag(sql, { activityId: activity.id, actorId: context.sender.id, content, objects }),
  );
};
