import { Hono } from "hono";
import { Conflict, Forbidden, Invalid, NotFound, Unread } from "../../errors.ts";
import { logger } from "../../log.ts";
import { troublePage } from "../../views/admin/door.ts";
import type { MemberVisit } from "../../views/admin/page.ts";
import { isNotText } from "../errors.ts";
import { type Form, textOf } from "../form.ts";
import { keep } from "../kept.ts";
import type { RouteOptions } from "../options.ts";
import { isFromOurPage, wasSignedIn } from "../session.ts";
import { account } from "./account.ts";
import { actors } from "./actors.ts";
import { alliedGroups } from "./allied-groups.ts";
import { allies } from "./allies.ts";
import { blocks } from "./blocks.ts";
import { compose } from "./compose.ts";
import { draftPublishing, draftSteps } from "./draft-steps.ts";
import { drafts } from "./drafts.ts";
import { keeping } from "./keeping.ts";
import { covers } from "./covers.ts";
import { decisions } from "./decisions.ts";
import { deliveries } from "./deliveries.ts";
import { factorRemoval } from "./factor-removal.ts";
import { focuses } from "./focuses.ts";
import { followers } from "./followers.ts";
import { following } from "./following.ts";
import { held } from "./held.ts";
import { hosts } from "./hosts.ts";
import { invitations } from "./invitations.ts";
import { livePreview } from "./live-preview.ts";
import { log as auditLog } from "./log.ts";
import { machines } from "./machines.ts";
import { members } from "./members.ts";
import { notices } from "./notices.ts";
import { overview } from "./overview.ts";
import { pages } from "./pages.ts";
import { passkeys } from "./passkeys.ts";
import { panicButton } from "./panic.ts";
import { pictures } from "./pictures.ts";
import { posts } from "./posts.ts";
import { publishedCovers } from "./published-covers.ts";
import { recoveryCodes } from "./recovery-codes.ts";
import { redirects } from "./redirects.ts";
import { reminders } from "./reminders.ts";
import { replies } from "./replies.ts";
import { reports } from "./reports.ts";
import { rules } from "./rules.ts";
import { secondFactor } from "./second-factor.ts";
import { settings } from "./settings.ts";
import { type MemberContext, type MemberEnv, requireMember, showRefusal, visitOf } from "./visit.ts";

const log = logger("members");

/** The members' side. */
export function adminRoutes(options: RouteOptions): Hono<MemberEnv> {
  const app = new Hono<MemberEnv>();
  app.use("/admin/*", requireMember(options));
  app.onError(onError(options));
  overview(app, options);
  account(app, options);
  notices(app, options);
  secondFactor(app, options);
  passkeys(app, options);
  factorRemoval(app, options);
  recoveryCodes(app, options);
  compose(app, options);
  keeping(app, options);
  drafts(app, options);
  draftSteps(app, options);
  draftPublishing(app, options);
  livePreview(app, options);
  posts(app, options);
  reminders(app, options);
  covers(app, options);
  publishedCovers(app, options);
  focuses(app, options);
  pictures(app, options);
  deliveries(app, options);
  replies(app, options);
  held(app, options);
  actors(app, options);
  followers(app, options);
  following(app, options);
  allies(app, options);
  blocks(app, options);
  reports(app, options);
  hosts(app, options);
  pages(app, options);
  alliedGroups(app, options);
  redirects(app, options);
  settings(app, options);
  rules(app, options);
  machines(app, options);
  members(app, options);
  auditLog(app, options);
  panicButton(app, options);
  decisions(app, options);
  invitations(app, options);
  return app;
}

/** A form that fails comes back with what was typed; a page that fails is the whole server's matter. */
function onError(options: RouteOptions) {
  return async (error: Error, c: MemberContext) => {
    const visit = c.get("visit");
    const refusal = visit && refusalOf(error, visit);
    if (refusal) return showRefusal(c, refusal.status, refusal.text);
    const form = error instanceof Unread ? undefined : await formOf(c, options);
    if (!form) throw error;
    // Neither what was typed nor the row that PostgreSQL quotes in its details.
    log.error("A member's form failed: {stack}", { stack: error.stack });
    const kept = keep(form, c.req.path);
    return c.html(troublePage(visit ?? visitOf(c, options), textOf(form, "csrf"), kept), 503);
  };
}

function refusalOf(error: Error, { m }: MemberVisit) {
  const { refused } = m.admin;
  const known: Record<string, string> = m.errors;
  if (error instanceof NotFound) return { status: 404, text: refused.notFound } as const;
  if (error instanceof Forbidden) return { status: 403, text: refused.role } as const;
  if (error instanceof Conflict)
    return { status: 409, text: known[error.message] ?? refused.conflict } as const;
  if (error instanceof Invalid) return { status: 422, text: known[error.key] ?? m.errors.invalid } as const;
  if (isNotText(error)) return { status: 422, text: m.errors.invalid } as const;
  return undefined;
}

/** What was sent; without a database it fails before anybody has read it. */
async function formOf(c: MemberContext, { config, forms }: RouteOptions): Promise<Form | undefined> {
  const unread = c.req.method === "POST" && !c.req.raw.bodyUsed;
  const ours = unread && isFromOurPage(c, config);
  return c.get("form") ?? (ours ? forms.readKept(c, { wasSignedIn: wasSignedIn(c, config) }) : undefined);
}
