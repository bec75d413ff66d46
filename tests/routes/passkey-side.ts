import type { Member, Role } from "../../src/store/members.ts";
import { addPasskey, checkMade, findUserHandle } from "../../src/store/passkeys.ts";
import { type Asked, authenticator, type Authenticator } from "../support/authenticator.ts";
import {
  type Browser,
  formData,
  hiddenFields,
  type MembersSide,
  origin,
  passphrase,
} from "./members-side.ts";

export type Fields = Record<string, string>;

export const path = "/admin/account/second-factor";

export interface Owned {
  member: Member;
  browser: Browser;
  device: Authenticator;
  codes: string[];
}

/** What the page's script is given. */
export function askedOn(page: string): { get: Asked; create: Asked; from?: string; to?: string } {
  const [, data = "{}"] = /data-passkey="([^"]+)"/.exec(page) ?? [];
  return JSON.parse(data.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&"));
}

/** The page on which a device makes its passkey. */
export const askForNew = async (browser: Browser, more: Fields = {}) =>
  (await browser.post(`${path}/offer`, { kind: "passkey", present: passphrase, ...more })).text();

export const signedIn = (response: Response) => /-session=/.test(response.headers.get("set-cookie") ?? "");

/** Members with passkeys, and browsers in which nobody is signed in. */
export function passkeySide(side: MembersSide) {
  const { hostname: id } = new URL(origin);
  let count = 0;

  const send = (to: string, fields: Fields, headers: Fields = { origin }) =>
    side.app.request(to, { method: "POST", body: formData(fields), headers });

  return {
    send,

    /** A member who has a passkey, however they came by it, and nothing else for a second factor. */
    async join({ alone = true, role = "editor" as Role } = {}): Promise<Owned> {
      const member = await side.join(`member${(count += 1)}`, role);
      const browser = await side.browse(member);
      const device = authenticator();
      const user = { id: await findUserHandle(side.sql, member.id) };
      const made = device.make({ challenge: "AAAA", rp: { id }, user }, { origin });
      const checked = await checkMade(made, { origin, takeChallenge: () => true }, { alone });
      const codes = await side.sql.begin((tx) =>
        addPasskey(tx, checked!, { memberId: member.id, name: "blue key", alone }),
      );
      return { member, browser, device, codes: codes! };
    },

    /** Presses the button at the door, in a browser that nobody is known in. */
    async ask(from = origin): Promise<{ asked: Asked; cookie: string }> {
      const to = from === origin ? "/login/passkey/ask" : `${from}/login/passkey/ask`;
      const response = await side.app.request(to, { method: "POST", headers: { origin: from } });
      const cookie = response.headers.get("set-cookie")!.split(";")[0]!;
      return { asked: (await response.json()) as Asked, cookie };
    },

    enter: (passkey: string, cookie: string, fields: Fields = {}) =>
      send("/login/passkey", { passkey, ...fields }, { origin, cookie }),

    /** The page that asks for the second factor. */
    async afterPassphrase({ name }: Member) {
      const page = await (await send("/login", { name, passphrase })).text();
      return { page, fields: hiddenFields(page, "/login/code"), asked: askedOn(page).get };
    },
  };
}
