import type { Role } from "../../store/members.ts";

/**
 * Who may do what: the role that each route asks for at least. A route that is not listed does not exist.
 * Writers read everything and prepare posts; editors publish and moderate; admins keep the account and the members.
 */
export const access: readonly (readonly [method: "GET" | "POST", path: string, role: Role])[] = [
  ["GET", "/admin", "writer"],

  ["GET", "/admin/account", "writer"],
  ["POST", "/admin/account/sessions", "writer"],
  ["POST", "/admin/account/feed", "writer"],
  ["POST", "/admin/account/feed/remove", "writer"],
  ["POST", "/admin/account/mail", "writer"],
  ["GET", "/admin/account/second-factor", "writer"],
  ["POST", "/admin/account/second-factor", "writer"],
  ["GET", "/admin/account/second-factor/code.svg", "writer"],
  ["GET", "/admin/account/second-factor/add", "writer"],
  ["POST", "/admin/account/second-factor/offer", "writer"],
  ["POST", "/admin/account/second-factor/secret", "writer"],
  ["POST", "/admin/account/second-factor/drop", "writer"],
  ["POST", "/admin/account/second-factor/passkeys", "writer"],
  ["GET", "/admin/account/second-factor/remove", "writer"],
  ["POST", "/admin/account/second-factor/remove", "writer"],
  ["GET", "/admin/account/second-factor/recovery-codes", "writer"],
  ["POST", "/admin/account/second-factor/recovery-codes", "writer"],
  ["GET", "/admin/passphrase", "writer"],
  ["POST", "/admin/passphrase", "writer"],

  ["GET", "/admin/panic", "writer"],
  ["POST", "/admin/panic", "writer"],
  ["POST", "/admin/panic/lift", "admin"],
  ["GET", "/admin/decisions/:id", "editor"],
  ["POST", "/admin/decisions/:id/confirm", "editor"],
  ["POST", "/admin/decisions/:id/refuse", "editor"],
  ["POST", "/admin/decisions/:id/alone", "editor"],
  ["GET", "/admin/posts", "writer"],
  ["GET", "/admin/posts/new", "writer"],
  ["POST", "/admin/posts/new", "writer"],
  ["POST", "/admin/posts", "editor"],
  ["GET", "/admin/posts/:id", "writer"],
  ["GET", "/admin/posts/:id/edit", "writer"],
  ["POST", "/admin/posts/:id/edit", "writer"],
  ["POST", "/admin/posts/:id", "editor"],
  ["GET", "/admin/posts/:id/withdraw", "editor"],
  ["POST", "/admin/posts/:id/withdraw", "editor"],
  ["POST", "/admin/posts/:id/history", "editor"],
  ["POST", "/admin/posts/:id/reminder", "editor"],
  ["POST", "/admin/posts/:id/reminder/now", "editor"],
  ["POST", "/admin/posts/:id/reminder/cancel", "editor"],
  ["GET", "/admin/posts/:id/cover", "editor"],
  ["GET", "/admin/posts/:id/cover/:picture", "editor"],
  ["POST", "/admin/posts/:id/cover/:picture", "editor"],
  ["POST", "/admin/posts/:id/covered/:picture", "editor"],
  ["POST", "/admin/preview", "writer"],
  ["POST", "/admin/posts/:id/anew", "editor"],
  ["POST", "/admin/posts/:id/deliveries", "editor"],
  ["GET", "/admin/posts/:id/deliveries/events", "writer"],

  ["POST", "/admin/drafts", "writer"],
  ["POST", "/admin/drafts/autosave", "writer"],
  ["GET", "/admin/drafts", "writer"],
  ["GET", "/admin/drafts/:id", "writer"],
  ["GET", "/admin/drafts/:id/edit", "writer"],
  ["POST", "/admin/drafts/:id/edit", "writer"],
  ["GET", "/admin/drafts/:id/changes", "writer"],
  ["POST", "/admin/drafts/:id/comments", "writer"],
  ["GET", "/admin/drafts/:id/discard", "writer"],
  ["POST", "/admin/drafts/:id/discard", "writer"],
  ["POST", "/admin/drafts/:id/review", "writer"],
  ["POST", "/admin/drafts/:id/return", "writer"],
  ["POST", "/admin/drafts/:id/restore", "writer"],
  ["POST", "/admin/drafts/:id/approve", "editor"],
  ["POST", "/admin/drafts/:id/schedule", "editor"],
  ["POST", "/admin/drafts/:id/unschedule", "editor"],
  ["POST", "/admin/drafts/:id/publish", "editor"],

  ["POST", "/admin/pictures", "writer"],
  ["GET", "/admin/pictures/:id/preview", "writer"],
  ["POST", "/admin/pictures/:id/cover", "writer"],
  ["POST", "/admin/pictures/:id/covered", "writer"],
  ["POST", "/admin/pictures/:id/focus", "writer"],
  ["POST", "/admin/pictures/:id/focused", "writer"],

  ["GET", "/admin/replies", "writer"],
  ["POST", "/admin/replies", "editor"],
  ["POST", "/admin/replies/chosen", "editor"],
  ["POST", "/admin/replies/host", "editor"],
  ["POST", "/admin/reactions", "editor"],
  ["GET", "/admin/actors", "writer"],
  ["GET", "/admin/followers", "writer"],
  ["POST", "/admin/followers", "editor"],
  ["GET", "/admin/following", "writer"],
  ["POST", "/admin/following", "editor"],
  ["POST", "/admin/following/stop", "editor"],
  ["GET", "/admin/allies", "writer"],
  ["GET", "/admin/blocks", "writer"],
  ["POST", "/admin/blocks", "editor"],
  ["POST", "/admin/blocks/limit", "editor"],
  ["POST", "/admin/blocks/remove", "editor"],
  ["POST", "/admin/blocks/import", "editor"],
  ["GET", "/admin/blocks/export", "writer"],
  ["GET", "/admin/reports", "writer"],
  ["POST", "/admin/reports", "editor"],
  ["GET", "/admin/hosts", "writer"],
  ["POST", "/admin/hosts", "editor"],
  ["GET", "/admin/reports/new", "editor"],
  ["POST", "/admin/reports/new", "editor"],

  ["GET", "/admin/pages", "writer"],
  ["GET", "/admin/pages/new", "editor"],
  ["POST", "/admin/pages/new", "editor"],
  ["POST", "/admin/pages", "editor"],
  ["POST", "/admin/pages/order", "editor"],
  ["GET", "/admin/pages/:slug/:language", "editor"],
  ["POST", "/admin/pages/:slug/:language", "editor"],
  ["POST", "/admin/pages/:slug/:language/edit", "editor"],
  ["POST", "/admin/pages/:slug/:language/remove", "editor"],
  ["GET", "/admin/allied-groups", "writer"],
  ["POST", "/admin/allied-groups", "editor"],
  ["POST", "/admin/allied-groups/order", "editor"],
  ["POST", "/admin/allied-groups/remove", "editor"],
  ["GET", "/admin/allied-groups/:id", "editor"],
  ["POST", "/admin/allied-groups/:id", "editor"],

  ["GET", "/admin/redirects", "admin"],
  ["POST", "/admin/redirects", "admin"],
  ["POST", "/admin/redirects/import", "admin"],
  ["POST", "/admin/redirects/remove", "admin"],
  ["GET", "/admin/settings", "admin"],
  ["POST", "/admin/settings", "admin"],
  ["POST", "/admin/settings/handle", "admin"],
  ["POST", "/admin/settings/pictures/:id/cover", "admin"],
  ["POST", "/admin/settings/pictures/:id/covered", "admin"],
  ["GET", "/admin/settings/rules", "admin"],
  ["POST", "/admin/settings/rules", "admin"],
  ["GET", "/admin/settings/machines", "admin"],
  ["POST", "/admin/settings/machines", "admin"],
  ["GET", "/admin/members", "admin"],
  ["GET", "/admin/log", "admin"],
  ["POST", "/admin/members/invitations", "admin"],
  ["POST", "/admin/members/invitations/revoke", "admin"],
  ["POST", "/admin/members/passphrase", "admin"],
  ["POST", "/admin/members/remove", "admin"],
  ["POST", "/admin/members/suspend", "admin"],
  ["POST", "/admin/members/restore", "admin"],
  ["POST", "/admin/members/role", "admin"],
  ["POST", "/admin/members/second-factor", "admin"],
  ["POST", "/admin/members/second-factor-required", "admin"],
  ["POST", "/admin/members/sessions", "admin"],
];

const rules = access.map(([method, path, role]) => ({
  method,
  pattern: new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}$`),
  role,
}));

/** The role a request asks for; undefined for a route that does not exist. */
export function roleFor(method: string, path: string): Role | undefined {
  const asked = method === "HEAD" ? "GET" : method;
  return rules.find((rule) => rule.method === asked && rule.pattern.test(path))?.role;
}

/**
 * What may be sent in a panic: one's own door, keeping others out, putting replies and followers away, and the way back. Whatever
 * else there is, or will be, is closed: nothing speaks for the collective then.
 */
const openInPanic = [
  /^\/admin\/(account\/.+|passphrase)$/,
  /^\/admin\/(panic(\/lift)?|decisions\/[^/]+\/(confirm|refuse|alone))$/,
  /^\/admin\/members\/(remove|suspend|sessions|invitations\/revoke)$/,
  /^\/admin\/(replies(\/chosen)?|followers|reports)$/,
];

export function isOpenInPanic(path: string): boolean {
  return openInPanic.some((open) => open.test(path));
}

/** What lets somebody in, or further in: whoever holds an admin's session in a panic could else stay. */
const lettingIn = /^\/admin\/members\//;

export function isLettingIn(path: string): boolean {
  return lettingIn.test(path);
}

/** What nobody has seen yet: not even to be read in a panic. */
export function isUnpublished(path: string): boolean {
  return /^\/admin\/(drafts|pictures)(\/|$)/.test(path);
}
