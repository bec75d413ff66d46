import { Invalid } from "../errors.ts";
import { actorTypes } from "../store/collective.ts";
import { openSecretKey } from "../store/keys.ts";
import { setUp } from "../store/setup.ts";
import { groupId } from "../text/address.ts";
import { isOwnHandle, readOwnHandle } from "../text/handle.ts";
import { isLanguage } from "../text/language.ts";
import { action, commandFor, readChoice, report, UsageError } from "./actions.ts";
import { changeDatabase } from "./database.ts";
import { mustRender } from "./post-file.ts";
import { longestProfile } from "../text/draft.ts";
import { typedLine, typedText } from "../text/typed.ts";

const notes = `
HANDLE is the account's name before the second @, of the letters a to z, digits and _. It cannot be changed
after the first follower. LANGUAGE is a code such as en, fr or pt-BR. TYPE is Organization (which is what you
want unless you know better), Group, Service or Person.
`;

const setup = action({
  summary: "Makes the collective: the one account under which everything is published.",
  operands: [],
  usage: "--handle HANDLE --name NAME --language LANGUAGE [--description TEXT] [--type TYPE]",
  options: {
    handle: { type: "string" },
    name: { type: "string" },
    language: { type: "string" },
    description: { type: "string", default: "" },
    type: { type: "string" },
  },
  async run({ values }) {
    const { handle, name, language } = values;
    if (!handle || !name || !language) throw new UsageError("--handle, --name and --language are needed.");
    const collective = {
      handle: readHandle(handle),
      name: readName(name),
      language: readLanguage(language),
      description: readDescription(values.description),
      type: readChoice("type", values.type, actorTypes) ?? "Organization",
    };
    const rendered = await mustRender({ source: collective.description, language: collective.language });
    // Nobody is there yet who could read a log.
    await changeDatabase(undefined, async ({ sql, config: { origin, secretKeyFile } }) => {
      const secret = await openSecretKey(sql, secretKeyFile);
      await setUp(sql, secret, { ...collective, rendered, origin });
      const address = `@${collective.handle}@${new URL(origin).host}`;
      report(
        `${collective.name} is set up as ${address}.\n` +
          "Now add its first member: bin/tocsin.js member add NAME --role admin --password-stdin",
        { handle: collective.handle, address, actor: groupId(origin) },
        values,
      );
    });
  },
});

export const run = commandFor("setup", setup, notes);

function readHandle(typed: string): string {
  const handle = readOwnHandle(typed);
  if (isOwnHandle(handle)) return handle;
  throw new UsageError(`--handle ${typed}: use 1 to 30 of the letters a to z, digits and _.`);
}

function readName(name: string): string {
  const line = typedLine(name);
  if (line !== "" && line.length <= 100) return line;
  throw new UsageError("--name: use 1 to 100 characters.");
}

function readLanguage(language: string): string {
  if (isLanguage(language)) return Intl.getCanonicalLocales(language)[0]!;
  throw new UsageError(`--language ${language}: use a language code such as en, fr or pt-BR.`);
}

function readDescription(typed: string): string {
  const description = typedText(typed).trim();
  if (description.length <= longestProfile) return description;
  throw new Invalid("descriptionTooLong", "description");
}
