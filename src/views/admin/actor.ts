import { html } from "hono/html";
import type { Html } from "../html.ts";

/** What lists know of an actor of another server. */
export interface ListedActor {
  id: string;
  handle: string;
  host: string;
  name: string;
  url: string;
}

/** Name and handle in one line of text. */
export function actorName({ name, handle }: ListedActor): string {
  return name ? `${name} (${handle})` : handle;
}

/** Where members see what an account did here before. */
export function actorPath(id: string): string {
  return `/admin/actors?${new URLSearchParams({ id })}`;
}

/**
 * Name and handle, leading to what the account did here before, not to its own page: whoever keeps that would see who
 * comes. The handle is always seen: names can be made to deceive.
 */
export function actorLink({ id, name, handle }: Pick<ListedActor, "id" | "name" | "handle">): Html {
  return html`<a class="actor" href="${actorPath(id)}"
    >${name && html`<bdi class="actor-name">${name}</bdi> `}<bdi class="actor-handle">${handle}</bdi></a
  >`;
}

/** An address from another server; anything but http leads nowhere. */
export function httpOnly(address: string): string {
  return /^https?:\/\//i.test(address) ? address : "#";
}
