// npm run mutants -- [--files 'src/store/held.ts'] [--tests tests/routes/admin-held.test.ts] [--one-in 45 --seed 11] [--seconds 120] [--force]
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";

const { values } = parseArgs({
  options: {
    /** Sources to mutate, as patterns: by default those of stryker.json. */
    files: { type: "string", multiple: true },
    /** Files of tests that judge: by default all that meet the mutant. */
    tests: { type: "string", multiple: true },
    /** A sample: one in so many mutants. */
    "one-in": { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    /** How long a mutant is given: seconds that its tests take when all is well. */
    seconds: { type: "string", default: "120" },
    /** Runs again what is known already. */
    force: { type: "boolean", default: false },
  },
});
if (values.tests) process.env["MUTANTS_TESTS"] = values.tests.join(",");
process.env["MUTANTS_ONE_IN"] = values["one-in"];
process.env["MUTANTS_SEED"] = values.seed;
process.env["MUTANTS_SECONDS"] = values.seconds;

const stryker = new Stryker({
  configFile: "tests/mutants/stryker.json",
  force: values.force,
  ...(values.files && { mutate: values.files }),
});
await stryker.runMutationTest();
