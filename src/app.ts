import http, {
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { matchedRoutes } from "hono/route";
import { createBodies } from "./body.ts";
import type { Config } from "./config.ts";
import type { Asked } from "./cache/asked.ts";
import { Cache } from "./cache/index.ts";
import { createClient } from "./federation/client.ts";
import { createFindAccounts } from "./federation/mentions.ts";
import { createIntents } from "./federation/intents.ts";
import { createTocsinFederation } from "./federation/index.ts";
import { createPolicy } from "./federation/policy.ts";
import { federationMiddleware, wantsDocument } from "./federation/middleware.ts";
import { unpublishedDir } from "./media/files.ts";
import { createSpool } from "./media/spool.ts";
import { adminRoutes } from "./routes/admin/index.ts";
import { assetRoutes } from "./routes/assets.ts";
import { createDoor } from "./routes/door.ts";
import { notFound, onError } from "./routes/errors.ts";
import { createForms } from "./routes/form.ts";
import { feedRoutes } from "./routes/feeds.ts";
import { healthRoutes } from "./routes/health.ts";
import { securityHeaders } from "./routes/headers.ts";
import { invitationRoutes } from "./routes/invitation.ts";
import { loginRoutes } from "./routes/login.ts";
import { machineRoutes } from "./routes/machines.ts";
import { mediaRoutes } from "./routes/media.ts";
import { onionService } from "./routes/onion.ts";
import { oEmbedRoutes } from "./routes/oembed.ts";
import { setupRoutes } from "./routes/setup.ts";
import { followRoutes } from "./routes/site/follow.ts";
import { siteRoutes } from "./routes/site/index.ts";
import { waitingRoutes } from "./routes/waiting.ts";
import { followChanges } from "./store/changes.ts";
import { adoptOrigin } from "./store/collective.ts";
import { openSecretKey } from "./store/keys.ts";
import type { Database } from "./store/sql.ts";
import { createWatchdog, type Watchdog } from "./watchdog.ts";

export interface AppOptions {
  sql: Database;
  config: Config;
  stopping?: AbortSignal;
}

export type App = Hono & {
  /** Resolves when pages show whatever was committed before, by any process. */
  caughtUp: () => Promise<void>;
  /** Answers a request of Node's server where the answer is kept as bytes, and says whether it has. */
  answerKept: (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;
  /** Notices when the event loop stands. */
  watchdog: Watchdog;
};

/** A server of Node around the app: what is kept goes out at once, the rest through Hono's adapter. */
export function createServer(app: App, serverOptions: ServerOptions = {}): Server {
  const around = (options: ServerOptions, listener: RequestListener) =>
    http.createServer(options, (incoming, outgoing) => {
      if (!app.answerKept(incoming, outgoing)) listener(incoming, outgoing);
    });
  const options = { fetch: app.fetch, serverOptions, createServer: around as typeof http.createServer };
  return createAdaptorServer(options) as Server;
}

/** These are for one alone, or stream their bytes from the disk. */
const neverKept =
  /^\/(admin|login|logout|setup|invitation|follow|waiting|media|healthz|readyz|metrics)([/?]|$)/;

/** The whole server as one handler; `stopping` ends what would not end by itself. @throws {Conflict} when ORIGIN has changed although others know the old one. */
export async function createApp({ sql, config, stopping }: AppOptions): Promise<App> {
  await adoptOrigin(sql, config.origin);
  const secret = await openSecretKey(sql, config.secretKeyFile);
  const policy = createPolicy(sql);
  const client = createClient({ sql, config, secret, policy });
  const watchdog = createWatchdog({ signal: stopping });
  const { during } = watchdog;
  const bodies = createBodies();
  const inbox = { bodies: bodies.inbox, during };
  const federation = createTocsinFederation({ sql, config, secret, client, policy }, inbox);
  const forms = createForms({ bodies, spool: createSpool(unpublishedDir(config.mediaDir)) });
  const cache = new Cache({ variantOf: variants(config) });
  const { caughtUp } = await followChanges(sql, (change) => cache.change(change));
  const findAccounts = createFindAccounts({ sql, client, config, policy });
  const door = createDoor({ sql, secret });
  const options = {
    sql,
    config,
    secret,
    stopping,
    forms,
    door,
    watchdog,
    findAccounts,
    cacheFigures: cache.figures,
  };

  const app = new Hono();
  app.use((c, next) => during(kindOf(c), next));
  app.use("/admin/*", async (c, next) => {
    await next();
    // Whoever changes something sees it on the next page.
    if (c.req.method === "POST") await caughtUp().catch(() => {});
  });
  app.use(onionService(config));
  app.use(securityHeaders(config));
  app.route("/", healthRoutes(options));
  app.use(federationMiddleware(federation, config.origin));
  app.route("/", assetRoutes());
  app.route("/", mediaRoutes(options));
  app.route("/", feedRoutes(options));
  app.route("/", oEmbedRoutes(options));
  app.route("/", machineRoutes(options));
  app.route("/", waitingRoutes(options));
  app.route("/", setupRoutes(options));
  app.route("/", invitationRoutes(options));
  app.route("/", loginRoutes(options));
  app.route("/", adminRoutes(options));
  app.route("/", siteRoutes(options));
  app.route("/", followRoutes(options, createIntents({ client, config, policy })));
  app.notFound(notFound(options));
  app.onError(onError(options));
  app.fetch = cache.around(app.fetch);
  const answerKept: App["answerKept"] = (incoming, outgoing) => cache.answer(incoming, outgoing);
  return Object.assign(app, { caughtUp, answerKept, watchdog });
}

/** The pattern of the route that answers, and nothing of the address. */
function kindOf(c: Context): string {
  const path =
    matchedRoutes(c)
      .at(-1)
      ?.path.replace(/\{.*?\}+/g, "") ?? "";
  return `${c.req.method} ${path.endsWith("*") ? "(no page)" : path}`;
}

/** Looks up accounts for a command, which runs without the app. */
export async function openFinder({ sql, config }: Pick<AppOptions, "sql" | "config">) {
  const secret = await openSecretKey(sql, config.secretKeyFile);
  const policy = createPolicy(sql);
  const client = createClient({ sql, config, secret, policy });
  return { find: createFindAccounts({ sql, client, config, policy }), close: () => client.close() };
}

/** What answers at one path depend on: the address by which it was asked, and whether a page or a document was. */
function variants({ onionOrigin }: Config): (asked: Asked) => string | undefined {
  const onionHost = onionOrigin && new URL(onionOrigin).host;
  return ({ method, target, host, header }) => {
    if ((method !== "GET" && method !== "HEAD") || neverKept.test(target)) return undefined;
    const asked = wantsDocument(header("accept") ?? "") ? "document" : "page";
    return host === onionHost ? `onion ${asked}` : asked;
  };
}
