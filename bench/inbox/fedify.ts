// What one would use otherwise: Fedify's own inbox, with nothing behind it but a counter, and its stores in memory.
import "temporal-polyfill/global";
import { createFederation, MemoryKvStore } from "@fedify/fedify";
import { Like, Person } from "@fedify/vocab";
import { createAdaptorServer } from "@hono/node-server";
import { answerParent } from "../server/child.ts";
import { generateFedifyKeys } from "../server/fedify-keys.ts";

const keys = await generateFedifyKeys();
const federation = createFederation<void>({
  kv: new MemoryKvStore(),
  origin: process.env["ORIGIN"]!,
  allowPrivateAddress: true,
});
federation
  .setActorDispatcher(
    "/actors/{identifier}",
    (context, identifier) => new Person({ id: context.getActorUri(identifier) }),
  )
  .setKeyPairsDispatcher(() => [keys]);
let likes = 0;
federation.setInboxListeners("/actors/{identifier}/inbox", "/inbox").on(Like, () => {
  likes++;
});

const fetch = (request: Request) =>
  new URL(request.url).pathname === "/likes"
    ? new Response(String(likes))
    : federation.fetch(request, { contextData: undefined });
createAdaptorServer({ fetch }).listen(Number(process.env["PORT"]), "127.0.0.1", answerParent);
