import type { StateInline } from "markdown-it";

/** An account of another server that a post names. */
export interface Mention {
  /** `@name@host`, in lower case. */
  handle: string;
  /** Its actor. */
  id: string;
  url: string;
}

/** Looks up accounts by their handles, for some seconds in all. What is not found is left out. */
export type FindAccounts = (handles: string[]) => Promise<Mention[]>;

/** A post that names more is one that spam filters stop. */
export const mostMentions = 10;

const HANDLE =
  /@([\w](?:[\w.-]{0,98}\w)?)@((?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}\p{N}-]{1,63}(?::\d{1,5})?)/uy;
/** No word, address or path may come before it, nor go on behind it. */
const BEFORE = /[\p{L}\p{M}\p{N}_@/.:=&-]$/u;
const BEHIND = /^[\p{L}\p{M}\p{N}_@/-]/u;

/** `@name@server` becomes a link that leads nowhere yet: whom it names is looked up when the text is saved. */
export function mention(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== "@" || state.linkLevel > 0) return false;
  if (BEFORE.test(state.src.slice(Math.max(state.pos - 2, 0), state.pos))) return false;
  HANDLE.lastIndex = state.pos;
  const [written, name, host] = HANDLE.exec(state.src) ?? [];
  if (
    written === undefined ||
    BEHIND.test(state.src.slice(state.pos + written.length, state.pos + written.length + 2))
  )
    return false;
  const handle = normalHandle(name!, host!);
  if (handle === undefined) return false;
  if (!silent) {
    const open = state.push("mention_open", "a", 1);
    open.attrs = [
      ["href", `/${handle}`],
      ["class", "u-url mention"],
    ];
    state.push("text", "", 0).content = written;
    state.push("mention_close", "a", -1);
  }
  state.pos += written.length;
  return true;
}

function normalHandle(name: string, host: string): string | undefined {
  const address = `https://${host}`;
  return URL.canParse(address) ? `@${name}@${new URL(address).host}`.toLowerCase() : undefined;
}
