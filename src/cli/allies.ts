import type { ShownActor } from "../store/actors.ts";
import { listAlliedPosts } from "../store/allied-posts.ts";
import { shortOf } from "../text/enclosed.ts";
import { plainText } from "../text/sanitize.ts";
import { action, commandOf, limitOption, printList, readLimit } from "./actions.ts";
import { withDatabase } from "./database.ts";

const described = ({ name, handle }: ShownActor) => ({ name, handle });

const list = action({
  summary: "Lists what followed accounts have published or shared, the newest first.",
  operands: [],
  usage: "[--limit NUMBER]",
  options: limitOption,
  async run({ values }) {
    const limit = readLimit(values.limit);
    await withDatabase(async ({ sql }) => {
      const posts = (await listAlliedPosts(sql, { limit })).map(({ author, sharedBy, ...post }) => ({
        ...post,
        author: described(author),
        sharedBy: sharedBy.map(described),
      }));
      printList(posts, {
        json: values.json,
        limit,
        none: "No post of a followed account has come in yet.",
        row: ({ published, author, sharedBy, liked, boosted, id, ...post }) => ({
          published,
          from: author.handle,
          ...(sharedBy.length > 0 && { "shared by": sharedBy.map(({ handle }) => handle).join(", ") }),
          text: shortOf({ ...post, content: plainText(post.content) }, "en", 60),
          done: [liked && "liked", boosted && "boosted"].filter((done) => done !== false),
          id,
        }),
      });
    });
  },
});

export const run = commandOf("allies", { list });
