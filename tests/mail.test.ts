import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createMailer, sendDigests } from "../src/mail.ts";
import { startWorker } from "../src/worker.ts";
import type { MailConfig } from "../src/config.ts";
import { type Member, suspendMember } from "../src/store/members.ts";
import { chooseMailing, type Digest, findMailing } from "../src/store/notifications.ts";
import { panic } from "../src/store/panic.ts";
import { addReply } from "../src/store/replies.ts";
import { readSecretKey, type SecretKey } from "../src/store/secret.ts";
import { membersSide, type MembersSide, origin, stranger } from "./routes/members-side.ts";
import { type Smtp, startSmtp } from "./support/smtp.ts";
import { until } from "./support/tocsin.ts";
import { publishPost } from "./support/written.ts";

let side: MembersSide;
let smtp: Smtp;
let secret: SecretKey;
let omar: Member;
let postId: string;

beforeAll(async () => {
  [side, smtp] = await Promise.all([membersSide(), startSmtp()]);
  secret = readSecretKey(side.config.secretKeyFile);
  omar = await side.join("omar", "editor");
  const text = { name: "Secret title", source: "Text.", summary: "", language: "en", tags: [], pictures: [] };
  ({ id: postId } = await publishPost(side.sql, { ...text, type: "Note", pinned: false }));
});
afterAll(() => Promise.all([side.stop(), smtp.close()]));
beforeEach(async () => {
  await side.sql`truncate reply, notification`;
  smtp.said.length = 0;
  smtp.mails.length = 0;
  Object.assign(smtp.does, { tls: "none", recipient: "250 ok", signIn: "235 ok" });
});

let number = 0;
async function say(): Promise<void> {
  number += 1;
  const { id: actorId } = await stranger(side.sql, "marise", "quai.example");
  const id = `https://quai.example/notes/${number}`;
  const text = { summary: "", content: "<p>Only for you.</p>", language: "en", url: id };
  const about = { postId, inReplyTo: null, visibility: "public", published: new Date() } as const;
  await addReply(side.sql, { id, actorId, ...text, ...about });
}

const choose = (member: Member, digest: Digest, language = "en", address = "omar@mail.example") =>
  chooseMailing(side.sql, secret, member.id, { address, digest, language });

/** What the worker does each minute. */
function send(settings: Partial<MailConfig> = {}): Promise<void> {
  const local = { host: "127.0.0.1", port: smtp.port, secure: false, requireTls: false };
  const none = { user: undefined, password: undefined, from: "desk@union.example" };
  const mailer = createMailer({ ...local, ...none, ...settings }, origin);
  return sendDigests({ sql: side.sql, secret, origin, mailer }, new AbortController().signal);
}
const ago = (time: string) =>
  side.sql`update notification set tried_at = tried_at - ${time}::interval, told_at = told_at - ${time}::interval`;
const failure = async () => (await findMailing(side.sql, secret, omar.id)).failure;

describe("a mail to a member", () => {
  test("says how much waits, and no name and no text, in their language", async () => {
    await choose(omar, "hourly", "fr");
    await say();
    await say();
    await send();
    expect(smtp.said).toContain("RCPT TO:<omar@mail.example>");
    const [mail = ""] = smtp.mails;
    const [head = "", body = ""] = mail.split("\n\n", 2);
    expect(head).toContain("From: desk@union.example");
    expect(head).toContain("Subject: Quelque chose vous attend");
    expect(head).toContain("Auto-Submitted: auto-generated");
    expect(head).not.toMatch(/x-mailer|nodemailer|text\/html/i);
    const text = Buffer.from(
      mail
        .slice(head.length)
        .replace(/=\n/g, "")
        .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      "latin1",
    ).toString();
    expect(text).toContain("2 réponses attendent d’être lues.");
    expect(text).toContain(`${origin}/admin`);
    expect(body).not.toBe("");
    expect(mail).not.toMatch(/marise|quai\.example|Only for you|Secret title|Harbour Street|name="omar"/);
    expect(smtp.said[0]).toBe("EHLO harbour.example");
  });

  test("comes when something has come since the last, and no more often than was chosen", async () => {
    await choose(omar, "hourly");
    await send();
    expect(smtp.mails).toHaveLength(0);
    await say();
    await send();
    await say();
    await send();
    expect(smtp.mails).toHaveLength(1);
    await side.sql`update notification set tried_at = tried_at - interval '61 minutes'`;
    await send();
    await send();
    expect(smtp.mails).toHaveLength(2);
    await ago("61 minutes");
    await side.sql`update reply set received_at = now() - interval '3 hours'`;
    await send();
    expect(smtp.mails).toHaveLength(2);
  });

  test("comes once a day where that was chosen, and never where it was not", async () => {
    const bo = await side.join("bo", "editor");
    await choose(omar, "daily");
    await choose(bo, "off", "en", "bo@mail.example");
    await say();
    await send();
    await say();
    await side.sql`update notification set tried_at = tried_at - interval '23 hours'`;
    await send();
    expect(smtp.mails).toHaveLength(1);
    await side.sql`update notification set tried_at = tried_at - interval '2 hours'`;
    await send();
    expect(smtp.said.filter((line) => line.startsWith("RCPT"))).toEqual([
      "RCPT TO:<omar@mail.example>",
      "RCPT TO:<omar@mail.example>",
    ]);
  });

  test("is not sent to those who cannot decide, who are suspended, or in an emergency", async () => {
    await choose(await side.join("writer", "writer"), "hourly", "en", "writer@mail.example");
    const gone = await side.join("gone", "editor");
    await choose(gone, "hourly", "en", "gone@mail.example");
    await side.sql.begin((tx) => suspendMember(tx, gone));
    await choose(omar, "hourly");
    await say();
    await panic(side.sql);
    await send();
    expect(smtp.said).toEqual([]);
    await side.sql`update collective set panicked_at = null`;
    await send();
    expect(smtp.said.filter((line) => line.startsWith("RCPT"))).toEqual(["RCPT TO:<omar@mail.example>"]);
  });

  test("is sent once by workers that look at the same time", async () => {
    await choose(omar, "hourly");
    await say();
    await Promise.all([send(), send(), send()]);
    expect(smtp.mails).toHaveLength(1);
  });
});

test("the worker of a server that was told how sends them", async () => {
  await choose(omar, "hourly");
  await say();
  const local = { host: "127.0.0.1", port: smtp.port, secure: false, requireTls: false };
  const mail = { ...local, user: undefined, password: undefined, from: "desk@union.example" };
  const worker = await startWorker({ sql: side.sql, config: { ...side.config, mail } });
  try {
    const [mail] = await until("the mail", () => smtp.mails.length > 0 && smtp.mails);
    expect(mail).toContain("1 reply waits to be read.");
  } finally {
    await worker.stop();
  }
});

describe("where TLS is needed, nothing is said in clear", () => {
  const signedIn = { requireTls: true, user: "desk", password: "secret" };

  test.each(["none", "refused", "broken"] as const)("to a server whose STARTTLS is %s", async (tls) => {
    smtp.does.tls = tls;
    await choose(omar, "hourly");
    await say();
    await send(signedIn);
    expect(smtp.mails).toEqual([]);
    expect(smtp.said.join("\n")).not.toMatch(/AUTH|MAIL|RCPT|omar|desk/);
    expect(await failure()).toBe("unencrypted");
  });
});

describe("a mail that does not go out", () => {
  test.each([
    ["refused", { recipient: "550 no such omar@mail.example" }, {}],
    ["signIn", { signIn: "535 wrong" }, { user: "desk", password: "wrong" }],
    ["unreachable", {}, { port: 9 }],
  ] as const)(
    "is told as %s, without the words of the server, and tried again",
    async (why, does, settings) => {
      Object.assign(smtp.does, does);
      await choose(omar, "daily");
      await say();
      await send(settings);
      expect(await failure()).toBe(why);
      const [row] = await side.sql`select to_jsonb(notification) as row from notification`;
      expect(JSON.stringify(row)).not.toContain("mail.example");
      Object.assign(smtp.does, { recipient: "250 ok", signIn: "235 ok" });
      await side.sql`update notification set tried_at = tried_at - interval '61 minutes'`;
      await send();
      expect(smtp.mails).toHaveLength(1);
      expect(await failure()).toBeNull();
    },
  );
});
