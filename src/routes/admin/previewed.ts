import { findForeignPost } from "../../store/allied-posts.ts";
import { listKnownAccounts } from "../../store/revision-mentions.ts";
import { listTranslations, type Translation } from "../../store/translations.ts";
import type { Sql } from "../../store/sql.ts";
import { mentionsIn } from "../../text/own-html.ts";
import type { CheckedDraft } from "../../text/typed-draft.ts";
import type { DraftPicture } from "../../views/admin/pictures.ts";
import type { Draft } from "../../views/admin/compose.ts";
import type { Previewed } from "../../views/admin/previews.ts";
import { findPost } from "../../store/post-lists.ts";

/** What is typed, as it would be shown if it were published now, with all that it leads to. */
export async function previewedPost(
  sql: Sql,
  { id, draft }: { id: string | undefined; draft: Draft },
  checked: CheckedDraft<DraftPicture>,
): Promise<Previewed> {
  const [answered, mentions, translations] = await Promise.all([
    draft.inReplyTo === "" ? undefined : findForeignPost(sql, draft.inReplyTo),
    listKnownAccounts(sql, mentionsIn(checked.html)),
    findTranslations(sql, checked.translationOf ?? undefined),
  ]);
  return {
    id,
    type: checked.type,
    answered: answered?.author,
    post: {
      ...checked,
      mentions,
      // Sets its footnotes apart from those of other posts on the page.
      id: "preview",
      translations: translations.filter((each) => each.id !== id),
      published: new Date(),
      updated: null,
    },
  };
}

async function findTranslations(sql: Sql, of: string | undefined): Promise<Translation[]> {
  const post = of === undefined ? undefined : await findPost(sql, of);
  if (!post || post.withdrawn) return [];
  const others = await listTranslations(sql, [post.id]);
  return [{ id: post.id, language: post.language }, ...(others.get(post.id) ?? [])];
}
