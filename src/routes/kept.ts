import { type Form, textOf } from "./form.ts";
import { filesLostField, type Kept } from "../views/admin/door.ts";

const prefix = "keep:";

/** Never put back into a page. */
const secrets = new Set([
  "csrf",
  "passphrase",
  "passphraseAgain",
  "newPassphrase",
  "present",
  "code",
  "next-code",
  "secret",
  "passkey",
  "token",
]);

/** The path, when it is one of the members' side; a form could otherwise be made to lead elsewhere. */
export function memberPath(path: string): string | undefined {
  return /^\/admin(\/[\w:-]+)*(\?[\w.~%&=+:!'()*-]*)?$/.test(path) ? path : undefined;
}

/** What a refused form held. Its field `again` says where it is shown once more before anything happens. */
export function keep(form: Form, path: string): Kept {
  const fields: [string, string][] = [];
  const files: string[] = [];
  for (const [name, value] of form.data) {
    if (typeof value !== "string") {
      if (value.name !== "") files.push(value.name);
    } else if (!secrets.has(name) && name !== "again") fields.push([name, value]);
  }
  // Of a form that was cut, files come last: not even their names are known.
  if ((files.length > 0 || form.cut) && !form.data.has(filesLostField)) fields.push([filesLostField, "on"]);
  return { action: memberPath(textOf(form, "again")) ?? path, fields, files };
}

/** What the sign-in form carried along. */
export function readKept(form: Form): Kept | undefined {
  const action = memberPath(textOf(form, "action"));
  if (action === undefined) return undefined;
  const fields: [string, string][] = [];
  for (const [name, value] of form.data) {
    if (name.startsWith(prefix) && typeof value === "string") fields.push([name.slice(prefix.length), value]);
  }
  return { action, fields, files: [] };
}
