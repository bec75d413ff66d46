import { issueInvitation } from "../store/invitations.ts";
import { openSecretKey } from "../store/keys.ts";
import {
  addMember,
  changeRole,
  isRole,
  listMembers,
  removeMember,
  restoreMember,
  roles,
  setPassphrase,
  suspendMember,
} from "../store/members.ts";
import { resetSecondFactor } from "../store/second-factors.ts";
import { typedLine } from "../text/typed.ts";
import {
  action,
  commandOf,
  limitOption,
  printList,
  readChoice,
  readLimit,
  report,
  UsageError,
} from "./actions.ts";
import { changeDatabase, withDatabase } from "./database.ts";
import { readPassphrase } from "./stdin.ts";

const notes = `
NAME is what the member signs in with. ROLE is writer, editor (who publishes and moderates) or admin (who also
changes settings and members). The passphrase is read from standard input, because what stands on a command line
can be read by others on this machine and stays in the shell's history.
`;

const passphraseOption = { "password-stdin": { type: "boolean" } } as const;

const add = action({
  summary: "Adds a member.",
  operands: ["NAME"],
  usage: "--role ROLE --password-stdin",
  options: { role: { type: "string" }, ...passphraseOption },
  async run({ operands: [name], values }) {
    const role = readChoice("role", values.role, roles);
    if (!role) throw new UsageError(`--role is needed: ${roles.join(", ")}.`);
    const passphrase = await askPassphrase(values);
    const member = await changeDatabase(
      "addMember",
      ({ sql }) => addMember(sql, { name: typedLine(name), role, passphrase }),
      (added) => `${added.name}: ${role}`,
    );
    report(`${member.name} is a member, as ${role}.`, { name: member.name, role }, values);
  },
});

const invite = action({
  summary: "Makes a link that lets somebody in once, within three days.",
  operands: [],
  usage: "--role ROLE",
  options: { role: { type: "string" } },
  async run({ values }) {
    const role = readChoice("role", values.role, roles);
    if (!role) throw new UsageError(`--role is needed: ${roles.join(", ")}.`);
    const { link, expires } = await changeDatabase(
      "invite",
      async ({ sql, config: { origin, secretKeyFile } }) => {
        const secret = await openSecretKey(sql, secretKeyFile);
        const { token, invitation } = await issueInvitation(sql, secret, role);
        return { link: `${origin}/invitation/${token}`, expires: invitation.expiresAt };
      },
      role,
    );
    report(link, { link, role, expires }, values);
  },
});

const list = action({
  summary: "Lists the members.",
  operands: [],
  usage: "[--limit NUMBER]",
  options: limitOption,
  async run({ values }) {
    await withDatabase(async ({ sql }) => {
      const limit = readLimit(values.limit);
      const members = (await listMembers(sql))
        .slice(0, limit)
        .map(({ name, role, createdAt, suspendedAt }) => ({
          name,
          role,
          since: createdAt,
          suspended: suspendedAt,
        }));
      printList(members, {
        json: values.json,
        limit,
        none: "There are no members yet.",
        row: (member) => member,
      });
    });
  },
});

const remove = action({
  summary: "Removes a member, and ends the member's sessions.",
  operands: ["NAME"],
  async run({ operands: [name], values }) {
    await changeDatabase(
      "removeMember",
      ({ sql }) => removeMember(sql, { name }),
      (removed) => removed,
    );
    report(`${name} is no longer a member.`, { name }, values);
  },
});

const suspend = action({
  summary: "Keeps a member out until they are restored, and ends the member's sessions.",
  operands: ["NAME"],
  async run({ operands: [name], values }) {
    await changeDatabase(
      "suspendMember",
      ({ sql }) => suspendMember(sql, { name }),
      (suspended) => suspended,
    );
    report(`${name} is suspended.`, { name, suspended: true }, values);
  },
});

const restore = action({
  summary: "Lets a suspended member back in, with the passphrase of before.",
  operands: ["NAME"],
  async run({ operands: [name], values }) {
    await changeDatabase(
      "restoreMember",
      ({ sql }) => restoreMember(sql, { name }),
      (restored) => restored,
    );
    report(`${name} can sign in again.`, { name, suspended: false }, values);
  },
});

const role = action({
  summary: "Changes the role of a member, and ends the member's sessions.",
  operands: ["NAME", "ROLE"],
  async run({ operands: [name, typed], values }) {
    if (!isRole(typed)) throw new UsageError(`ROLE ${typed}: use ${roles.join(", ")}.`);
    await changeDatabase(
      "changeRole",
      ({ sql }) => changeRole(sql, { name }, typed),
      (changed) => changed && `${changed}: ${typed}`,
    );
    report(`${name} has the role ${typed}.`, { name, role: typed }, values);
  },
});

const passphrase = action({
  summary: "Gives a member another passphrase, and ends the member's sessions.",
  operands: ["NAME"],
  usage: "--password-stdin",
  options: passphraseOption,
  async run({ operands: [name], values }) {
    const typed = await askPassphrase(values);
    await changeDatabase(
      "setPassphrase",
      ({ sql }) => setPassphrase(sql, { name }, typed),
      (named) => named,
    );
    report(`${name} has a new passphrase, and must sign in again.`, { name }, values);
  },
});

const resetFactor = action({
  summary: "Resets the second factor of a member who has lost it, and ends the member's sessions.",
  operands: ["NAME"],
  async run({ operands: [name], values }) {
    await changeDatabase(
      "resetSecondFactor",
      ({ sql }) => resetSecondFactor(sql, { name }),
      (named) => named,
    );
    report(`${name} signs in with the passphrase alone again.`, { name }, values);
  },
});

export const run = commandOf(
  "member",
  { add, invite, list, role, suspend, restore, remove, passphrase, "reset-second-factor": resetFactor },
  notes,
);

function askPassphrase(values: { "password-stdin"?: boolean | undefined }): Promise<string> {
  if (values["password-stdin"]) return readPassphrase();
  throw new UsageError("--password-stdin is needed: the passphrase is read from standard input.");
}
