import { admin as adminEn } from "./messages/en/admin.ts";
import { archive as archiveEn } from "./messages/en/archive.ts";
import { compose as composeEn } from "./messages/en/compose.ts";
import { deliveries as deliveriesEn } from "./messages/en/deliveries.ts";
import { errors as errorsEn } from "./messages/en/error.ts";
import { moderation as moderationEn } from "./messages/en/moderation.ts";
import { pages as pagesEn } from "./messages/en/pages.ts";
import { post as postEn } from "./messages/en/post.ts";
import { settings as settingsEn } from "./messages/en/settings.ts";
import { setup as setupEn } from "./messages/en/setup.ts";
import { site as siteEn } from "./messages/en/site.ts";
import { admin as adminFr } from "./messages/fr/admin.ts";
import { archive as archiveFr } from "./messages/fr/archive.ts";
import { compose as composeFr } from "./messages/fr/compose.ts";
import { deliveries as deliveriesFr } from "./messages/fr/deliveries.ts";
import { errors as errorsFr } from "./messages/fr/error.ts";
import { moderation as moderationFr } from "./messages/fr/moderation.ts";
import { pages as pagesFr } from "./messages/fr/pages.ts";
import { post as postFr } from "./messages/fr/post.ts";
import { settings as settingsFr } from "./messages/fr/settings.ts";
import { setup as setupFr } from "./messages/fr/setup.ts";
import { site as siteFr } from "./messages/fr/site.ts";

const en = {
  admin: adminEn,
  archive: archiveEn,
  compose: composeEn,
  deliveries: deliveriesEn,
  errors: errorsEn,
  moderation: moderationEn,
  pages: pagesEn,
  post: postEn,
  settings: settingsEn,
  setup: setupEn,
  site: siteEn,
};

/** English says which messages there are: a key missing from another language is a type error. */
export type Messages = typeof en;

const fr: Messages = {
  admin: adminFr,
  archive: archiveFr,
  compose: composeFr,
  deliveries: deliveriesFr,
  errors: errorsFr,
  moderation: moderationFr,
  pages: pagesFr,
  post: postFr,
  settings: settingsFr,
  setup: setupFr,
  site: siteFr,
};

const catalogues = new Map<string, Messages>([
  ["en", en],
  ["fr", fr],
]);

/** The languages the pages themselves are written in. */
export const messageLanguages: readonly string[] = [...catalogues.keys()];

/** The catalogue of a language tag's base ("fr-CH" reads the French one), else the English one. */
export function messages(language: string): Messages {
  const [base = "en"] = language.toLowerCase().split("-");
  return catalogues.get(base) ?? en;
}
