import { addFlag } from "../../store/flags.ts";
import { plainText } from "../../text/sanitize.ts";
import { idsOf } from "../document.ts";
import { wordingOf } from "../wording.ts";
import { type InboxHandler, once } from "./context.ts";

/** A report for the members: Mastodon names the account and then posts, Misskey puts their links into the content. */
export const onFlag: InboxHandler = async (context, activity) => {
  const objects = idsOf(activity.document["object"]).filter((id) => id.startsWith(`${context.origin}/`));
  const content = plainText(wordingOf(activity.document, "content").text);
  if (objects.length === 0 && !content.includes(context.origin)) return;
  await once(context, activity, (sql) =>
    addFlag(sql, { activityId: activity.id, actorId: context.sender.id, content, objects }),
  );
};
