import { listAlliedPosts } from "../store/allied-posts.ts";
import { shortOf } from "../text/enclosed.ts";
import { plainText } from "../text/sanitize.ts";
import { action, commandOf, limitOption, printList, readLimit } from "./actions.ts";
import { withDatabase } from "./database.ts";

const list = action({
  summary: "Lists the posts of followed accounts, the newest first.",
  operands: [],
  usage: "[--limit NUMBER]",
  options: limitOption,
  async run({ values }) {
    const limit = readLimit(values.limit);
    await withDatabase(async ({ sql }) => {
      const posts = (await listAlliedPosts(sql, { limit })).map(({ author, ...post }) => ({
        ...post,
        author: { name: author.name, handle: author.handle },
      }));
      printList(posts, {
        json: values.json,
        limit,
        none: "No post of a followed account has come in yet.",
        row: ({ published, author, liked, boosted, id, ...post }) => ({
          published,
          from: author.handle,
          text: shortOf({ ...post, content: plainText(post.content) }, "en", 60),
          done: [liked && "liked", boosted && "boosted"].filter((done) => done !== false),
          id,
        }),
      });
    });
  },
});

export const run = commandOf("allies", { list });
