import { NotFound } from "../../errors.ts";
import { chooseMailing, digests, renewFeed, revokeFeed } from "../../store/notifications.ts";
import { readMailAddress } from "../../text/mail-address.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { madeFeedPage } from "../../views/admin/notices.ts";
import { textOf } from "../form.ts";
import { originOf } from "../onion.ts";
import type { RouteOptions } from "../options.ts";
import { showAccount } from "./account.ts";
import { logged } from "./log.ts";
import { type MemberApp, redirectDone, show } from "./visit.ts";

/** How a member is told that something waits. */
export function notices(app: MemberApp, options: RouteOptions): void {
  const { sql, secret, config } = options;

  app.post("/admin/account/feed", async (c) => {
    const visit = c.get("visit");
    const { id, name } = visit.member;
    const token = await logged(c, sql, "notices", name).begin((tx) => renewFeed(tx, id, visit.language));
    return show(c, visit.m.notices.feedMade, madeFeedPage(visit, `${originOf(c, config)}/waiting/${token}`));
  });

  app.post("/admin/account/feed/remove", async (c) => {
    const { id, name } = c.get("visit").member;
    await logged(c, sql, "notices", name).begin((tx) => revokeFeed(tx, id));
    return redirectDone(c, "/admin/account", "saved");
  });

  app.post("/admin/account/mail", async (c) => {
    const visit = c.get("visit");
    const { id, name } = visit.member;
    const words = visit.m.notices;
    if (!config.mail) throw new NotFound("This server sends no mail.");
    const typed = {
      address: textOf(c.get("form"), "address").trim(),
      digest: textOf(c.get("form"), "digest"),
    };
    const address = typed.address === "" ? null : readMailAddress(typed.address);
    const digest = digests.find((each) => each === typed.digest) ?? "off";
    const errors: FieldErrors = {};
    if (address === undefined) errors.address = words.mailAddressWrong;
    if (address === null && digest !== "off") errors.address = words.mailAddressMissing;
    if (address === undefined || errors.address) return showAccount(c, options, { ...typed, errors });
    await logged(c, sql, "notices", name).begin((tx) =>
      chooseMailing(tx, secret, id, { address, digest, language: visit.language }),
    );
    return redirectDone(c, "/admin/account", "saved");
  });
}
