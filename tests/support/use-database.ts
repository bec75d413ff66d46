// Stands for a command at work: opens the database, says so, and goes on until its input ends.
import { once } from "node:events";
import { withDatabase } from "../../src/cli/database.ts";

await withDatabase(async ({ sql }) => {
  const [row] = await sql<{ migrations: number }[]>`select count(*) as migrations from migration`;
  console.log(`open with ${row?.migrations} migrations`);
  await once(process.stdin.resume(), "end");
});
