import { NotFound } from "../../errors.ts";
import { type CodeKind, inHex, readSecret, secretAddress } from "../../store/one-time-codes.ts";
import { listPasskeys } from "../../store/passkeys.ts";
import {
  confirmSecondFactor,
  dropOffer,
  findOfferedSecret,
  findSecondFactor,
  offerSecondFactor,
} from "../../store/second-factors.ts";
import { endSessions } from "../../store/sessions.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { secondFactorPath } from "../../views/admin/account.ts";
import type { MemberVisit } from "../../views/admin/page.ts";
import {
  keyOfferPage,
  offerPage,
  recoveryCodesPage,
  secondFactorPage,
} from "../../views/admin/second-factor.ts";
import { qrCode } from "../../views/qr.ts";
import { countAttempts } from "../attempts.ts";
import { textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { ownerCheck } from "../owner.ts";
import { showFactorChoice } from "./factor-choice.ts";
import { logged } from "./log.ts";
import { showNewPasskey } from "./passkeys.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

/** A member sets up what is asked for after the passphrase: an app or a key with codes, or a passkey. */
export function secondFactor(app: MemberApp, options: RouteOptions): void {
  const { sql, secret } = options;

  app.get(secondFactorPath, async (c) => {
    const visit = c.get("visit");
    const { id } = visit.member;
    if (await findOffer(options, id)) return showOffer(c, options);
    const [factor, passkeys] = await Promise.all([findSecondFactor(sql, id), listPasskeys(sql, id)]);
    if (!factor) return showFactorChoice(c, options);
    return show(c, visit.m.account.secondFactor.title, secondFactorPage(visit, { factor, passkeys }));
  });

  app.get(`${secondFactorPath}/add`, (c) => showFactorChoice(c, options));

  app.get(`${secondFactorPath}/code.svg`, async (c) => {
    const visit = c.get("visit");
    const offered = await findOfferedSecret(sql, secret, visit.member.id);
    if (!offered) throw new NotFound("No secret is on offer.");
    return c.body(qrCode(addressOf(visit, offered)), 200, {
      "Content-Type": "image/svg+xml",
      "Cache-Control": "no-store",
    });
  });

  const check = ownerCheck(options);

  app.post(`${secondFactorPath}/offer`, async (c) => {
    const visit = c.get("visit");
    const errors = await check(c, { ...visit, form: c.get("form") });
    if (errors) return showFactorChoice(c, options, errors);
    const chosen = textOf(c.get("form"), "kind");
    if (chosen === "passkey") return showNewPasskey(c, options);
    const kind = chosen === "key" ? "key" : "app";
    await offerSecondFactor(sql, secret, visit.member.id, { kind });
    return c.redirect(secondFactorPath, 303);
  });

  app.post(`${secondFactorPath}/secret`, async (c) => {
    const { member, m } = c.get("visit");
    const base32 = readSecret(textOf(c.get("form"), "secret"));
    const offered = await findOffer(options, member.id);
    // To have been offered one is to have shown the passphrase.
    if (offered?.kind !== "key") return c.redirect(secondFactorPath, 303);
    if (!base32) return showOffer(c, options, { secret: m.account.typingKey.secretWrong });
    await offerSecondFactor(sql, secret, member.id, { kind: "key", base32 });
    return c.redirect(secondFactorPath, 303);
  });

  app.post(`${secondFactorPath}/drop`, async (c) => {
    await dropOffer(sql, c.get("visit").member.id);
    return c.redirect(secondFactorPath, 303);
  });

  confirming(app, options);
}

/** Codes show that the device has the secret. */
function confirming(app: MemberApp, options: RouteOptions): void {
  const { sql, secret } = options;
  const tries = countAttempts();

  app.post(secondFactorPath, async (c) => {
    const visit = c.get("visit");
    const { id, name } = visit.member;
    const { secondFactor: words, typingKey } = visit.m.account;
    const offered = await findOffer(options, id);
    if (!offered) return redirectDone(c, secondFactorPath, "setUpOver");
    if (!tries.begin(name)) return showOffer(c, options, { code: words.tooMany });
    const form = c.get("form");
    const recoveryCodes = await confirmSecondFactor(
      logged<string[] | undefined>(c, sql, "setSecondFactor", (codes) => codes && name),
      secret,
      { memberId: id, code: textOf(form, "code"), next: textOf(form, "next-code") },
    );
    const wrong = offered.kind === "key" ? typingKey.wrong : words.wrong;
    if (!recoveryCodes) return showOffer(c, options, { code: wrong });
    tries.succeed(name);
    // Whoever was signed in elsewhere has shown no code there.
    await endSessions(sql, id, { but: visit.sessionId });
    return show(c, words.codesTitle, recoveryCodesPage(visit, recoveryCodes, { isNew: true }));
  });
}

async function findOffer({ sql, secret }: RouteOptions, memberId: string) {
  for (const kind of ["app", "key"] satisfies CodeKind[]) {
    const offered = await findOfferedSecret(sql, secret, memberId, kind);
    if (offered) return { kind, offered };
  }
  return undefined;
}

async function showOffer(c: MemberContext, options: RouteOptions, errors: FieldErrors = {}) {
  const visit = c.get("visit");
  const offer = await findOffer(options, visit.member.id);
  if (!offer) return showFactorChoice(c, options);
  const { kind, offered } = offer;
  const main =
    kind === "app"
      ? offerPage(visit, { secret: offered, address: addressOf(visit, offered) }, errors)
      : keyOfferPage(visit, { secret: offered, hex: inHex(offered) }, errors);
  return show(c, visit.m.account.secondFactor.title, main, Object.keys(errors).length > 0 ? 422 : 200);
}

const addressOf = ({ collective, member }: MemberVisit, offered: string) =>
  secretAddress(offered, { issuer: collective.name, label: member.name });
