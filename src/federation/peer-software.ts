import { listUnaskedHosts, recordSoftware } from "../store/software.ts";
import type { Client } from "./client.ts";
import { type Document, idOf, isDocument, listOf, sameOrigin, stringOf } from "./document.ts";
import { FetchFailed } from "./download.ts";
import type { FederationOptions } from "./options.ts";

const atOnce = 8;

/** Asks the hosts of followers by NodeInfo what runs there, until all have been asked. */
export async function learnSoftware(
  { sql, client }: Pick<FederationOptions, "sql" | "client">,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const hosts = await listUnaskedHosts(sql, atOnce);
    if (hosts.length === 0) return;
    await Promise.all(
      hosts.map(async ({ host, actorId }) =>
        recordSoftware(sql, host, await askSoftware(client, new URL(actorId).origin)),
      ),
    );
  }
}

/** The name that a server gives its software; undefined where it does not say, or not in an acceptable form. */
async function askSoftware(client: Client, origin: string): Promise<string | undefined> {
  const read = async (address: string): Promise<Document> => {
    const answer = await client.fetchJson(address, "application/json");
    return isDocument(answer) ? answer : {};
  };
  try {
    const { links } = await read(`${origin}/.well-known/nodeinfo`);
    const described = listOf(links)
      .filter(isDocument)
      .filter(({ rel }) =>
        /^https?:\/\/nodeinfo\.diaspora\.software\/ns\/schema\/[12]\.\d$/.test(stringOf(rel) ?? ""),
      )
      .flatMap(({ href }) => idOf(href) ?? [])
      .find((href) => sameOrigin(href, origin));
    const { software } = described === undefined ? {} : await read(described);
    const name = isDocument(software) ? stringOf(software["name"])?.toLowerCase() : undefined;
    return name !== undefined && /^[a-z0-9-]{1,60}$/.test(name) ? name : undefined;
  } catch (error) {
    if (error instanceof FetchFailed) return undefined;
    throw error;
  }
}
