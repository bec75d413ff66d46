import type { Context, Hono, MiddlewareHandler } from "hono";
import { type Collective, findCollective } from "../../store/collective.ts";
import { countOpenFlags } from "../../store/flags.ts";
import { countDrafts } from "../../store/draft-lists.ts";
import { countFollowers } from "../../store/followers.ts";
import { countReplies } from "../../store/replies.ts";
import type { SecretKey } from "../../store/secret.ts";
import type { Session } from "../../store/sessions.ts";
import { messages, type Messages } from "../../text/messages.ts";
import { secondFactorPath } from "../../views/admin/account.ts";
import { secondFactorFirstPage } from "../../views/admin/second-factor.ts";
import { refusalAtDoor, refusedForm, signInPage } from "../../views/admin/door.ts";
import { mayActAs, memberPage, type MemberVisit, refusal, type Visit } from "../../views/admin/page.ts";
import { closedPage } from "../../views/admin/panic.ts";
import type { Html } from "../../views/html.ts";
import { siteStylesheets, stylesheet } from "../assets.ts";
import { type Form, type MemberForm, textOf } from "../form.ts";
import { keep, memberPath } from "../kept.ts";
import { readerLanguage } from "../language.ts";
import { originOf } from "../onion.ts";
import type { RouteOptions } from "../options.ts";
import { askAtDoor } from "../passkeys.ts";
import { currentSession, isFromOurPage, isTokenOf, wasSignedIn } from "../session.ts";
import { isLettingIn, isOpenInPanic, isUnpublished, roleFor } from "./access.ts";

export interface MemberEnv {
  Variables: {
    /** Seals who did it, in the log. */
    secret: SecretKey;
    visit: MemberVisit;
    /** Of a POST, once its token was found right. */
    form: Form;
  };
}

export type MemberApp = Hono<MemberEnv>;
export type MemberContext = Context<MemberEnv>;

/** What a page before the sign-in knows of the one who opens it. */
export function visitOf(c: Context, { config }: RouteOptions, collective?: Collective): Visit {
  const language = readerLanguage(c, collective?.language);
  return {
    language,
    m: messages(language),
    origin: config.origin,
    stylesheets: [...siteStylesheets(collective?.accent), stylesheet("admin")],
  };
}

/** Lets in members whose role allows it, and only forms of theirs that come from our own pages. */
export function requireMember(options: RouteOptions): MiddlewareHandler<MemberEnv> {
  return async (c, next) => {
    const collective = await findCollective(options.sql);
    if (!collective) return c.redirect("/");
    const visit = visitOf(c, options, collective);
    const isForm = c.req.method === "POST";
    if (isForm && !isFromOurPage(c, options.config)) {
      return c.html(refusalAtDoor(visit, visit.m.admin.refused.origin(originOf(c, options.config))), 403);
    }
    const session = await currentSession(c, options);
    if (!session) return askToSignIn(c, options, visit, collective);
    const form = isForm ? await readForm(c, options, session) : undefined;
    try {
      // While a form comes in, which may take long, somebody may have ended the session.
      const present = form ? await currentSession(c, options) : session;
      if (!present) return askToSignInAgain(c, options, { visit, collective, form: form! });
      c.set("secret", options.secret);
      c.set("visit", await memberVisit(c, options, { visit, collective, session: present }));
      const refused = await refuse(c, options, { visit, collective, session: present, form });
      if (refused) return refused;
      return await next();
    } finally {
      await form?.discard();
    }
  };
}

function readForm(c: Context, { forms }: RouteOptions, session: Session): Promise<MemberForm> {
  return forms.readMember(c, { member: session.member.id, isToken: (token) => isTokenOf(session, token) });
}

interface Asking {
  visit: Visit;
  collective: Collective;
  session: Session;
  form: MemberForm | undefined;
}

/** What keeps this member from this page, if anything does. */
async function refuse(
  c: MemberContext,
  options: RouteOptions,
  { visit, collective, session, form }: Asking,
): Promise<Response | undefined> {
  const { refused } = visit.m.admin;
  const role = roleFor(c.req.method, c.req.path);
  const closed = role === undefined ? 404 : mayActAs(session.member, role) ? undefined : 403;
  const isOurs = form && isTokenOf(session, textOf(form, "csrf"));
  if (closed) {
    // For its text alone, which is shown again to whoever typed it here.
    if (isOurs) c.set("form", form);
    return showRefusal(c, closed, closed === 404 ? refused.notFound : refused.role);
  }
  if (session.lacksSecondFactor && !c.req.path.startsWith(secondFactorPath)) {
    return askForSecondFactor(c, visit, form);
  }
  if (!form) {
    const hidden = session.panicked && isUnpublished(c.req.path);
    return hidden ? showRefusal(c, 409, visit.m.errors.panicked) : undefined;
  }
  if (!isOurs) return askToSignInAgain(c, options, { visit, collective, form });
  if (session.panicked && !isOpenInPanic(c.req.path)) {
    if (isLettingIn(c.req.path)) return showRefusal(c, 409, visit.m.panic.lettingIn);
    return c.html(closedPage(visit, keep(form, c.req.path)), 409);
  }
  c.set("form", form);
  return undefined;
}

async function memberVisit(
  c: Context,
  { sql }: RouteOptions,
  { visit, collective, session }: { visit: Visit; collective: Collective; session: Session },
): Promise<MemberVisit> {
  const [drafts, replies, followers, reports] = await Promise.all([
    countDrafts(sql),
    countReplies(sql),
    countFollowers(sql, "pending"),
    countOpenFlags(sql),
  ]);
  return {
    ...visit,
    collective,
    member: session.member,
    csrfToken: session.csrfToken,
    sessionId: session.id,
    panicked: session.panicked,
    path: c.req.path,
    here: hereOf(c.req.url),
    waiting: {
      drafts: drafts["in-review"],
      replies: replies.pending,
      held: replies.held,
      followers,
      reports,
    },
    done: saidOf(c, visit.m),
  };
}

/** What the form before this page did, in words; with how many it did it for, and how many are left, if it was about several. */
function saidOf(c: Context, { admin, conversation }: Messages): string | undefined {
  const { done = "", changed, left } = c.req.query();
  const words: Record<string, string> = admin.done;
  if (done !== "decided") return Object.hasOwn(words, done) ? words[done] : undefined;
  const counts = { changed: countOf(changed), left: countOf(left) };
  const said = (["changed", "left"] as const).filter((each) => counts[each] > 0);
  return said.map((each) => conversation[each](counts[each])).join(" ") || conversation.nothingChosen;
}

/** A number in an address, which anybody may have written. */
function countOf(text: string | undefined): number {
  return /^\d{1,4}$/.test(text ?? "") ? Number(text) : 0;
}

function hereOf(address: string): string {
  const { pathname, searchParams } = new URL(address);
  // What was said or ticked once is not said or ticked again.
  for (const name of ["done", "changed", "left", "chosen"]) searchParams.delete(name);
  return searchParams.size > 0 ? `${pathname}?${searchParams}` : pathname;
}

/** The form is known to be from a page of ours. */
async function askToSignIn(
  c: Context,
  options: RouteOptions,
  visit: Visit,
  collective: Collective,
): Promise<Response> {
  if (c.req.method === "POST") {
    const form = await options.forms.readKept(c, { wasSignedIn: wasSignedIn(c, options.config) });
    return askToSignInAgain(c, options, { visit, collective, form });
  }
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(`/login?next=${encodeURIComponent(pathname + search)}`);
}

/** Everybody has to have a second factor and this member has none: first this, and nothing that was typed is lost. */
function askForSecondFactor(c: Context, visit: Visit, form: Form | undefined): Response | Promise<Response> {
  if (!form) return c.redirect(secondFactorPath);
  return c.html(secondFactorFirstPage(visit, keep(form, c.req.path)), 403);
}

/** The session ended under somebody's hands: what they sent comes back, to go on after signing in. */
async function askToSignInAgain(
  c: Context,
  options: RouteOptions,
  { visit, collective, form }: { visit: Visit; collective: Collective; form: Form },
): Promise<Response> {
  const door = { ...options.door.form(), passkey: await askAtDoor(c, options) };
  const shown = { name: "", next: "/admin", kept: keep(form, c.req.path), door };
  return c.html(signInPage(visit, collective.name, shown), 403);
}

/** A page of the members' side. */
export function show(
  c: MemberContext,
  title: string,
  main: Html,
  status: 200 | 403 | 404 | 409 | 413 | 422 | 503 = 200,
) {
  return c.html(memberPage(c.get("visit"), title, main), status);
}

/** Why it was not done, and whatever was typed into the form that asked for it. */
export function showRefusal(c: MemberContext, status: 403 | 404 | 409 | 422, text: string) {
  const visit = c.get("visit");
  const form: Form | undefined = c.get("form");
  const refused = form && { kept: keep(form, c.req.path), showsFirst: textOf(form, "again") !== "" };
  const main = refused ? refusedForm(visit, text, refused) : refusal(visit, text);
  return show(c, visit.m.admin.refused.title, main, status);
}

/** Back to the page the form was on, and to the `place` on it, or to `path`, with word of what was done. */
export function redirectDone(
  c: MemberContext,
  path: string,
  done: keyof MemberVisit["m"]["admin"]["done"],
  counts: Record<"changed" | "left", number> | undefined = undefined,
): Response {
  const back = memberPath(textOf(c.get("form"), "back")) ?? path;
  const place = textOf(c.get("form"), "place");
  const said = new URLSearchParams({ done });
  for (const [name, count] of Object.entries(counts ?? {})) said.set(name, String(count));
  const to = `${back}${back.includes("?") ? "&" : "?"}${said}`;
  return c.redirect(place === "" ? to : `${to}#${encodeURIComponent(place)}`, 303);
}
