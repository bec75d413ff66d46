import { type Browser, hiddenFields, membersSide, type MembersSide } from "./members-side.ts";

export const written = {
  type: "Note",
  name: "A march",
  source: "We meet at *noon*.",
  summary: "",
  language: "en",
  tags: "rent",
};

/** The collective's newsroom: two editors, a writer and an admin, each at their own browser. */
export async function newsroom() {
  const side: MembersSide = await membersSide();
  const admin = await side.browse(await side.join("ada", "admin"));
  const editor = await side.browse(await side.join("omar", "editor"));
  const other = await side.browse(await side.join("esra", "editor"));
  const writer = await side.browse(await side.join("wanda", "writer"));

  async function rowOf(id: string) {
    const [row] = await side.sql<{ state: string; version: string; number: number; postId: string | null }[]>`
      select state, version::text, number, post_id as "postId" from draft where id = ${id}`;
    return row!;
  }

  return {
    side,
    admin,
    editor,
    other,
    writer,
    rowOf,
    async empty() {
      await side.sql`truncate post, activity, draft, audit cascade`;
      await side.sql`update collective set two_person = false, panicked_at = null`;
    },
    /** Presses one of the buttons below a draft that was just looked at. */
    async press(browser: Browser, id: string, step: string, fields = {}): Promise<Response> {
      const { version } = await rowOf(id);
      return browser.post(`/admin/drafts/${id}/${step}`, { version, ...fields });
    },
    posts: () => side.sql<{ id: string }[]>`select id from post order by published, id`,
  };
}

export type Newsroom = Awaited<ReturnType<typeof newsroom>>;

export const idOf = (response: Response) =>
  /^\/admin\/drafts\/(\w+)\?/.exec(response.headers.get("location") ?? "")![1]!;

/** Keeps a new draft, and gives its id. */
export async function keep(browser: Browser, fields = {}): Promise<string> {
  const response = await browser.post("/admin/drafts", { ...written, ...fields });
  if (response.status !== 303) throw new Error(await response.text());
  return idOf(response);
}

/** The hidden fields of the form that a draft is edited by. */
export async function editing(browser: Browser, id: string): Promise<Record<string, string>> {
  return hiddenFields(await browser.read(`/admin/drafts/${id}/edit`), `/admin/drafts/${id}/edit`);
}
