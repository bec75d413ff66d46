import { liftPanic, panic as close } from "../store/panic.ts";
import { action, commandFor, report } from "./actions.ts";
import { changeDatabase } from "./database.ts";

const notes = `
For when a device was taken or somebody writes in your name: all members are signed out, open invitations are void, and
nothing is published, edited or withdrawn until an admin lifts it, in the form or with --lift.
`;

const panic = action({
  summary: "Closes everything in an emergency.",
  operands: [],
  usage: "[--lift]",
  options: { lift: { type: "boolean", default: false } },
  async run({ values }) {
    await (values.lift
      ? changeDatabase("liftPanic", ({ sql }) => liftPanic(sql))
      : changeDatabase("panic", ({ sql }) => close(sql)));
    const line = values.lift
      ? "Members can publish again."
      : "Everybody is signed out, and nothing is published until somebody lifts it: bin/tocsin.js panic --lift";
    report(line, { closed: !values.lift }, values);
  },
});

export const run = commandFor("panic", panic, notes);
