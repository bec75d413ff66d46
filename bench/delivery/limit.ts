// The limit: an RSA-2048 signature and a POST over a kept connection for each inbox, and nothing else.
import crypto from "node:crypto";
import { promisify } from "node:util";
import { Agent, request } from "undici";
import { inboxesOf, warmUp } from "./inboxes.ts";
import { measure } from "./measure.ts";

const [count = "500", bytes = "3000"] = process.argv.slice(2);
const { privateKey } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
const sign = promisify(crypto.sign);
const body = JSON.stringify({ content: "x".repeat(Number(bytes)) });
const digest = `SHA-256=${crypto.createHash("sha256").update(body).digest("base64")}`;
const type = "application/activity+json";
const covered = "(request-target) host date digest content-type";
const agent = new Agent({ connections: 4, pipelining: 1 });

async function post(inbox: string): Promise<void> {
  const url = new URL(inbox);
  const date = new Date().toUTCString();
  const base = `(request-target): post ${url.pathname}\nhost: ${url.host}\ndate: ${date}\ndigest: ${digest}\ncontent-type: ${type}`;
  const signature = (await sign("sha256", Buffer.from(base), privateKey)).toString("base64");
  const response = await request(url, {
    method: "POST",
    dispatcher: agent,
    headers: {
      host: url.host,
      date,
      digest,
      "content-type": type,
      signature: `keyId="https://x.example/actor#main-key",algorithm="rsa-sha256",headers="${covered}",signature="${signature}"`,
    },
    body,
  });
  await response.body.dump();
}

async function postAll(inboxes: string[]): Promise<void> {
  let at = 0;
  const lane = async () => {
    while (at < inboxes.length) await post(inboxes[at++]!);
  };
  await Promise.all(Array.from({ length: 64 }, lane));
}

await postAll(inboxesOf(warmUp));
await measure(() => postAll(inboxesOf(Number(count))));
process.exit(0);
