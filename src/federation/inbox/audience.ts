import type { Visibility } from "../../store/replies.ts";
import { groupId } from "../../text/address.ts";
import { type Document, idOf, idsOf, isPublic, listOf, stringOf } from "../document.ts";
import { FetchFailed } from "../download.ts";
import { fetchActor } from "../remote-actors.ts";
import type { InboxContext } from "./context.ts";

/** Whoever is named here is meant; whoever is named there is told as well (ActivityStreams 2.0, section 5.1). */
const meant = ["to", "bto"] as const;
const told = ["cc", "bcc", "audience"] as const;

/** For whom a post is. Some write that on the object, some on the activity alone; where both do, the object's word counts. */
export async function readVisibility(
  context: Pick<InboxContext, "sql" | "client" | "sender">,
  object: Document,
  activity: Document,
): Promise<Visibility> {
  const addressed = (properties: readonly string[]) =>
    properties.flatMap((property) => {
      const own = audienceOf(object[property]);
      return own.length > 0 ? own : audienceOf(activity[property]);
    });
  if (isPublic(addressed(meant))) return "public";
  const others = addressed(told);
  if (isPublic(others)) return "unlisted";
  const followers = await followersOf(context);
  if (!followers) return "direct";
  return [...addressed(meant), ...others].some((id) => id === followers) ? "followers" : "direct";
}

/** Whether a note speaks to the group by its address alone, as a direct message does; `published` to all, it tells its followers. */
export function isAddressedTo(
  origin: string,
  object: Document,
  activity: Document,
  { published }: { published: boolean },
): boolean {
  const properties = published ? meant : [...meant, ...told];
  return [object, activity].some((document) =>
    properties.some((property) => idsOf(document[property]).includes(groupId(origin))),
  );
}

/** Whom it is addressed to, `as:Public` among them, which is no id. */
function audienceOf(value: unknown): string[] {
  return listOf(value).flatMap((item) => stringOf(item) ?? idOf(item) ?? []);
}

/** What the sender calls its followers: its own word, as no form of an address says so (`/followers/NAME`). */
async function followersOf({ sql, client, sender }: Pick<InboxContext, "sql" | "client" | "sender">) {
  if (sender.followers !== null) return sender.followers;
  try {
    return (await fetchActor(sql, client, sender.id)).followers;
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    return null;
  }
}
