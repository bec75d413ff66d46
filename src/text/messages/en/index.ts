import { account } from "./account.ts";
import { admin } from "./admin.ts";
import { compose } from "./compose.ts";
import { deliveries } from "./deliveries.ts";
import { errors } from "./error.ts";
import { moderation } from "./moderation.ts";
import { pictures } from "./pictures.ts";
import { post } from "./post.ts";
import { settings } from "./settings.ts";
import { setup } from "./setup.ts";
import { site } from "./site.ts";
import { callout } from "./callout.ts";
import { translation } from "./translation.ts";
import { feeds } from "./feeds.ts";
import { follow } from "./follow.ts";
import { invitations } from "./invitations.ts";
import { audit } from "./audit.ts";
import { machines } from "./machines.ts";
import { archive } from "./archive.ts";
import { panic } from "./panic.ts";
import { pages } from "./pages.ts";
import { faces } from "./faces.ts";
import { reminders } from "./reminders.ts";
import { rules } from "./rules.ts";
import { drafts } from "./drafts.ts";
import { focus } from "./focus.ts";
import { previews } from "./previews.ts";
import { writing } from "./writing.ts";
import { conversation } from "./conversation.ts";
import { desk } from "./desk.ts";
import { enclosed } from "./enclosed.ts";
import { decisions } from "./decisions.ts";
import { notices } from "./notices.ts";
import { overdue } from "./overdue.ts";

export const en = {
  account,
  admin,
  compose,
  deliveries,
  errors,
  moderation,
  pictures,
  post,
  settings,
  setup,
  site,
  callout,
  translation,
  feeds,
  follow,
  invitations,
  audit,
  machines,
  archive,
  pages,
  panic,
  faces,
  reminders,
  rules,
  drafts,
  focus,
  previews,
  writing,
  conversation,
  desk,
  enclosed,
  decisions,
  notices,
  overdue,
};

/** English says which messages there are: a key missing from another language is a type error. */
export type Messages = typeof en;
