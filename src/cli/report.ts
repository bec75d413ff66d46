import { Conflict } from "../errors.ts";
import { sendFlag } from "../store/flags.ts";
import { activityUrl } from "../text/address.ts";
import { longestReport } from "../text/draft.ts";
import { typedText } from "../text/typed.ts";
import { action, commandFor, report as tell } from "./actions.ts";
import { readActorId, requireCollective } from "./collective.ts";
import { changeDatabase } from "./database.ts";

const report = action({
  summary: "Reports an account, and posts of its, to those who keep its server.",
  operands: ["ACTOR"],
  usage: "[--object URL]... [--text TEXT]",
  options: {
    object: { type: "string", multiple: true, default: [] },
    text: { type: "string", default: "" },
  },
  async run({ operands: [actor], values }) {
    const content = typedText(values.text).trim();
    if (content.length > longestReport) throw new Conflict("reportTooLong");
    const { activity, actorId } = await changeDatabase(
      "report",
      async ({ sql }) => {
        const { origin } = await requireCollective(sql);
        const actorId = await readActorId(sql, actor);
        const id = await sendFlag(sql, { actorId, objects: values.object, content });
        return { activity: activityUrl(origin, id), actorId };
      },
      (sent) => sent.actorId,
    );
    tell(`The report is on its way: ${activity}`, { activity, actor: actorId }, values);
  },
});

export const run = commandFor(
  "report",
  report,
  `
ACTOR is an account that has reached this server, by its address (https://…) or its handle (@name@host). The report is
signed by the server, which they see, and names neither a member nor the collective as its author; nor should the text.
`,
);
