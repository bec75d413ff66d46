import { setTimeout as sleep } from "node:timers/promises";
import { ask, type Page, picturesOn, ticketOn } from "./form.ts";

export interface Coming {
  inside: boolean;
  /** From the moment the page was asked for. */
  milliseconds: number;
}

const patience = 10_000;
const typing = 2000;

/** A member with a browser without scripts: opens the page, types, sends, and does so again when told to. */
export async function comeIn(origin: string, typed: { name: string; passphrase: string }): Promise<Coming> {
  const begun = performance.now();
  const waited = () => performance.now() - begun;
  let page: Page = await ask(`${origin}/login`);
  while (waited() < patience) {
    const fetched = Promise.all(picturesOn(page).map((src) => ask(origin + src)));
    await Promise.all([sleep(typing), fetched]);
    page = await ask(`${origin}/login`, { ...typed, ticket: ticketOn(page) });
    if (page.status === 303) return { inside: waited() < patience, milliseconds: waited() };
    if (page.status === 0) page = await ask(`${origin}/login`);
  }
  return { inside: false, milliseconds: waited() };
}
