// What one would use otherwise: Fedify's own sendActivity, with its queue in memory.
import "temporal-polyfill/global";
import { createFederation, InProcessMessageQueue, MemoryKvStore } from "@fedify/fedify";
import { Create, Note, Person, PUBLIC_COLLECTION } from "@fedify/vocab";
import { inboxesOf, sinkPort, warmUp } from "./inboxes.ts";
import { measure } from "./measure.ts";
import { generateFedifyKeys } from "../server/fedify-keys.ts";

const [count = "500", bytes = "3000"] = process.argv.slice(2);
const origin = "http://localhost:3999";
const keys = await generateFedifyKeys();
const federation = createFederation<void>({
  kv: new MemoryKvStore(),
  queue: new InProcessMessageQueue({ pollInterval: { milliseconds: 1 } }),
  origin,
  allowPrivateAddress: true,
  firstKnock: "draft-cavage-http-signatures-12",
});
federation
  .setActorDispatcher(
    "/actors/{identifier}",
    (context, identifier) => new Person({ id: context.getActorUri(identifier) }),
  )
  .setKeyPairsDispatcher(() => [keys]);
const context = federation.createContext(new URL(origin), undefined);

async function answered(): Promise<number> {
  const response = await fetch(`http://127.1.0.0:${sinkPort}/`);
  return ((await response.json()) as { answered: number }).answered;
}

async function sendAll(inboxes: string[]): Promise<void> {
  const goal = (await answered()) + inboxes.length;
  const id = crypto.randomUUID();
  const create = new Create({
    id: new URL(`/activities/${id}`, origin),
    actor: context.getActorUri("group"),
    to: PUBLIC_COLLECTION,
    object: new Note({
      id: new URL(`/p/${id}`, origin),
      content: "x".repeat(Number(bytes)),
      to: PUBLIC_COLLECTION,
    }),
  });
  const recipients = inboxes.map((inbox) => ({
    id: new URL(inbox.replace("/inbox", "")),
    inboxId: new URL(inbox),
  }));
  await context.sendActivity({ identifier: "group" }, recipients, create, { fanout: "skip" });
  while ((await answered()) < goal) await new Promise((resolve) => setTimeout(resolve, 50));
}

await sendAll(inboxesOf(warmUp));
await measure(() => sendAll(inboxesOf(Number(count))));
process.exit(0);
