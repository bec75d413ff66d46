import { createTransport, type NodemailerError } from "nodemailer";
import type { MailConfig } from "./config.ts";
import { logger } from "./log.ts";
import { roles } from "./store/members.ts";
import { claimDigests, type Due, type MailFailure, settleDigest } from "./store/notifications.ts";
import type { SecretKey } from "./store/secret.ts";
import type { Database } from "./store/sql.ts";
import { listWaiting, type Waiting, waitingForRole } from "./store/waiting.ts";
import { messages } from "./text/messages.ts";

const log = logger("mail");

const second = 1000;
/** Of one role at one time; the others follow a minute later. */
const mostAtOnce = 20;

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Hands a mail over. @throws when the server does not take it. */
export type Mailer = (mail: Mail) => Promise<void>;

/** Each mail by a connection of its own: there are few, and none waits behind another. */
export function createMailer(settings: MailConfig, origin: string): Mailer {
  const { host, port, secure, requireTls, user, password, from } = settings;
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: requireTls,
    ignoreTLS: !requireTls,
    // By default the name of this machine would be told, and stand in the mail.
    name: new URL(origin).hostname,
    ...(user !== undefined && { auth: { user, pass: password ?? "" } }),
    connectionTimeout: 10 * second,
    greetingTimeout: 10 * second,
    dnsTimeout: 10 * second,
    socketTimeout: 20 * second,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async ({ to, subject, text }) => {
    await transport.sendMail({
      from,
      to: { name: "", address: to },
      subject,
      text,
      xMailer: false,
      // RFC 3834: no answering machine answers it.
      headers: { "Auto-Submitted": "auto-generated" },
    });
  };
}

export interface DigestOptions {
  sql: Database;
  secret: SecretKey;
  origin: string;
  mailer: Mailer;
}

/** Tells members who asked for it that something has come since they were told last: how much waits, and nothing of it. */
export async function sendDigests(options: DigestOptions, signal: AbortSignal): Promise<void> {
  const { sql, secret } = options;
  const waiting = await listWaiting(sql);
  for (const role of roles) {
    const theirs = waitingForRole(waiting, role);
    if (theirs.length === 0) continue;
    // The next millisecond: PostgreSQL counts finer than a Date does.
    const latest = new Date(Math.max(...theirs.map((each) => each.latest.getTime())) + 1);
    const due = await claimDigests(sql, secret, { role, latest, limit: mostAtOnce });
    for (const member of due) {
      if (signal.aborted) return;
      await settleDigest(sql, member.memberId, (await tell(options, member, theirs)) ?? { latest });
    }
  }
}

async function tell(
  { mailer, origin }: DigestOptions,
  { address, language }: Due,
  waiting: Waiting[],
): Promise<{ failure: MailFailure } | undefined> {
  const words = messages(language).notices;
  const lines = waiting.map(({ kind, count }) => `${words.waits[kind](count)}.`);
  const text = [lines.join("\n"), `${origin}/admin`, words.footer].join("\n\n");
  try {
    await mailer({ to: address, subject: words.subject, text: `${text}\n` });
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    log.warn("a member could not be mailed: {failure}", { failure });
    return { failure };
  }
}

/** By the code alone: the words of a server repeat the address. */
function failureOf(error: unknown): MailFailure {
  const { code = "", originalCode = "", timeoutType } = error as NodemailerError;
  if (code === "ETLS" || timeoutType === "UPGRADE_TIMEOUT") return "unencrypted";
  // What OpenSSL found wrong, a certificate above all, comes as an error of the socket: unlike those of the system, it
  // does not begin with a plain E.
  if (/^(ERR_(TLS|SSL)_|EPROTO$|(?!E)[A-Z])/.test(originalCode)) return "unencrypted";
  if (/^(ECONNECTION|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EDNS|ESOCKET)$/.test(code)) return "unreachable";
  if (code === "EAUTH" || code === "ENOAUTH") return "signIn";
  return code === "EENVELOPE" ? "refused" : "other";
}
