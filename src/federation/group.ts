import { type Federation, importJwk } from "@fedify/fedify";
import {
  type Actor,
  Application,
  Endpoints,
  Group,
  Image,
  Organization,
  Person,
  PropertyValue,
  Service,
} from "@fedify/vocab";
import { LanguageString } from "@fedify/vocab-runtime";
import { type ActorType, type Collective, findCollective } from "../store/collective.ts";
import { listKeys, type SigningActor } from "../store/keys.ts";
import { followersId, groupId, instanceId, mediaUrl, profileUrl, sharedInboxPath } from "../text/address.ts";
import { sentHtml } from "../text/sent-html.ts";
import { escapeHtml } from "../text/escape.ts";
import { type Document, listOf } from "./document.ts";
import type { FederationOptions } from "./options.ts";

const classes = { Organization, Group, Service, Person } satisfies Record<ActorType, unknown>;

type Key = Awaited<ReturnType<ReturnType<Federation<void>["createContext"]>["getActorKeyPairs"]>>[number];

/** The group and the instance actor: their documents and keys, which Fedify serves. */
export function describeActors(
  federation: Federation<void>,
  { sql, config, secret }: FederationOptions,
): void {
  const { origin } = config;
  federation
    .setActorDispatcher("/actors/{identifier}", async (context, identifier) => {
      const collective = await findCollective(sql);
      if (!collective) return null;
      const keys = await context.getActorKeyPairs(identifier);
      if (identifier === "group") return attributable(toGroup(origin, collective, keys), origin);
      return identifier === "instance" ? toInstance(origin, collective, keys) : null;
    })
    .setKeyPairsDispatcher(async (_context, identifier) => {
      if (identifier !== "group" && identifier !== "instance") return [];
      const keys = await listKeys(sql, identifier satisfies SigningActor, secret);
      return Promise.all(
        keys.map(async ({ algorithm, publicJwk, privateJwk }) => ({
          publicKey: await importJwk({ ...publicJwk, alg: webAlgorithm[algorithm] } as JsonWebKey, "public"),
          privateKey: await importJwk(
            { ...privateJwk, alg: webAlgorithm[algorithm] } as JsonWebKey,
            "private",
          ),
        })),
      );
    });
}

const webAlgorithm = { "RSASSA-PKCS1-v1_5": "RS256", Ed25519: "EdDSA" } as const;

function toGroup(origin: string, collective: Collective, keys: Key[]): Actor {
  const id = groupId(origin);
  const description = sentHtml(collective.rendered.html, origin);
  return new classes[collective.type]({
    ...common(id, keys, new URL(sharedInboxPath, origin)),
    preferredUsername: collective.handle,
    name: collective.name,
    ...(description === ""
      ? {}
      : { summaries: [description, new LanguageString(description, collective.language)] }),
    url: new URL(profileUrl(origin, collective.handle)),
    icon: picture(origin, collective.icon, collective.iconDescription),
    image: picture(origin, collective.header, collective.headerDescription),
    attachments: collective.fields.map(
      ({ name, value }) => new PropertyValue({ name, value: fieldHtml(value) }),
    ),
    followers: new URL(followersId(origin)),
    following: new URL(`${id}/following`),
    outbox: new URL(`${id}/outbox`),
    featured: new URL(`${id}/featured`),
    featuredTags: new URL(`${id}/tags`),
    discoverable: collective.discoverable,
    indexable: collective.indexable,
    manuallyApprovesFollowers: collective.manuallyApprovesFollowers,
    published: Temporal.Instant.fromEpochMilliseconds(collective.createdAt.getTime()).round("second"),
  });
}

/**
 * Mastodon names an account beside a link to a page only if the account, too, names the page's domain, in a property
 * that Fedify's vocabulary does not have.
 */
function attributable(actor: Actor, origin: string): Actor {
  const toJsonLd = actor.toJsonLd.bind(actor);
  actor.toJsonLd = async (options) => {
    const document = (await toJsonLd(options)) as Document;
    return {
      ...document,
      "@context": [...listOf(document["@context"]), attributionContext],
      attributionDomains: [new URL(origin).hostname],
    };
  };
  return actor;
}

const attributionContext = {
  toot: "http://joinmastodon.org/ns#",
  attributionDomains: { "@id": "toot:attributionDomains", "@type": "@id" },
};

/** Signs our fetches. Its own document needs no signature, so that two servers that both ask for one can meet. */
function toInstance(origin: string, collective: Collective, keys: Key[]): Actor {
  return new Application({
    ...common(instanceId(origin), keys, new URL(sharedInboxPath, origin)),
    preferredUsername: new URL(origin).hostname,
    name: collective.name,
    url: new URL("/", origin),
    outbox: new URL(`${instanceId(origin)}/outbox`),
    manuallyApprovesFollowers: true,
    discoverable: false,
    indexable: false,
  });
}

function common(id: string, keys: Key[], sharedInbox: URL) {
  return {
    id: new URL(id),
    inbox: new URL(`${id}/inbox`),
    endpoints: new Endpoints({ sharedInbox }),
    publicKeys: keys.slice(0, 1).map((key) => key.cryptographicKey),
    assertionMethods: keys.map((key) => key.multikey),
  };
}

/** By its `name` Mastodon describes it. */
function picture(origin: string, file: string | null, name: string): Image | undefined {
  if (file === null) return undefined;
  return new Image({
    url: new URL(mediaUrl(origin, file)),
    mediaType: "image/jpeg",
    ...(name === "" ? {} : { name }),
  });
}

/** Mastodon takes a field's value as HTML; a link with `rel="me"` is what it verifies. */
function fieldHtml(value: string): string {
  const text = escapeHtml(value);
  return /^https?:\/\/\S+$/.test(value) && URL.canParse(value)
    ? `<a href="${text}" rel="me nofollow noopener noreferrer">${text}</a>`
    : text;
}
