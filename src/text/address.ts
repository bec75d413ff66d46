// Where everything of ours lives. Ids have no query: snac2 strips it from a keyId, and others may too.

export const groupPath = "/actors/group";
export const instancePath = "/actors/instance";
export const sharedInboxPath = "/inbox";

export function groupId(origin: string): string {
  return origin + groupPath;
}

export function instanceId(origin: string): string {
  return origin + instancePath;
}

export function followersId(origin: string): string {
  return `${origin}${groupPath}/followers`;
}

export function featuredId(origin: string): string {
  return `${origin}${groupPath}/featured`;
}

/** The page of the group for people; its ActivityPub id is `groupId`. */
export function profileUrl(origin: string, handle: string): string {
  return `${origin}/@${handle}`;
}

/** A post's page and its ActivityPub id are one address. */
export function postUrl(origin: string, id: string): string {
  return `${origin}/p/${id}`;
}

/** A call-out as an Event, an object of its own. */
export function eventUrl(origin: string, id: string): string {
  return `${postUrl(origin, id)}/event`;
}

/** What changed in a post; `number` is that of one revision. */
export function historyUrl(origin: string, id: string, number?: number): string {
  return `${postUrl(origin, id)}/history${number === undefined ? "" : `/${number}`}`;
}

export function activityUrl(origin: string, id: string): string {
  return `${origin}/activities/${id}`;
}

/** Where we say that a foreign post may quote one of ours. */
export function quoteAuthorizationUrl(origin: string, id: string): string {
  return `${origin}/quotes/${id}`;
}

export function tagUrl(origin: string, slug: string): string {
  return `${origin}/tags/${encodeURIComponent(slug)}`;
}

/** The posts in one language. */
export function languageUrl(origin: string, language: string): string {
  return `${origin}/language/${encodeURIComponent(language)}`;
}

/** A page in the language of its short address, or in another. */
export function pageUrl(origin: string, slug: string, language?: string): string {
  return `${origin}/pages/${slug}${language === undefined ? "" : `/${language}`}`;
}

export function mediaUrl(origin: string, name: string): string {
  return `${origin}/media/${name}`;
}

/** The id of the post that an address of ours names, by itself or by its Event, whether or not there is such a post. */
export function postIdOf(origin: string, address: string): string | undefined {
  const start = `${origin}/p/`;
  if (!address.startsWith(start)) return undefined;
  return /^([a-z0-9]{16})(?:\/event)?$/.exec(address.slice(start.length))?.[1];
}

/** The id of the activity that an address of ours names. */
export function activityIdOf(origin: string, address: string): string | undefined {
  const start = `${origin}/activities/`;
  if (!address.startsWith(start)) return undefined;
  const id = address.slice(start.length);
  return /^[a-z0-9]{16}$/.test(id) ? id : undefined;
}

/** The host with its port, in lower case and in ASCII: what blocks, budgets and deliveries are counted by. */
export function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).host : undefined;
}

/**
 * `example.org.` is `example.org` to the DNS and another text to whatever compares hosts: no address with that dot is
 * taken, asked for or written to, or a decision about a host could be passed by.
 */
export function endsInDot({ hostname }: URL): boolean {
  return hostname.endsWith(".");
}

/**
 * What a host shares with the names beside it: whoever has a domain makes up as many below it as they like. Not the list of
 * public suffixes: what is under one of them shares, as little as it may do at once.
 */
export function domainOf(host: string): string {
  const name = host.replace(/:\d+$/, "");
  return /^[\d.]+$|^\[/.test(name) ? name : name.split(".").slice(-2).join(".");
}

/** Whether what is decided about a host holds for another: for itself, its subdomains, and any port of them. */
export function coversHost(decided: string, host: string): boolean {
  return [host, host.replace(/:\d+$/, "")].some((name) => name === decided || name.endsWith(`.${decided}`));
}

/** A host as somebody types it, in the form of `hostOf`; undefined for anything else, and for a bare word. */
export function readHost(typed: string): string | undefined {
  const name = typed.replace(/\.(?=(?::\d+)?$)/, "");
  const plain = /^[^\s/?#@\\]+$/.test(name) && /[.:]/.test(name) && URL.canParse(`https://${name}`);
  return plain && !endsInDot(new URL(`https://${name}`)) ? hostOf(`https://${name}`) : undefined;
}
