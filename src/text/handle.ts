import { pastedAddress } from "./pasted.ts";

/** An account as it is called everywhere. */
export interface Handle {
  name: string;
  host: string;
}

/** `@name@host` in its parts, however it was pasted; undefined for what is not written like the address of an account. Nobody is asked. */
export function parseHandle(typed: string): Handle | undefined {
  const [, name, host] = /^@?([^\s@/:?#<>()",;]{1,100})@([^\s@/?#]+)$/.exec(pastedAddress(typed)) ?? [];
  if (name === undefined || !URL.canParse(`https://${host}`)) return undefined;
  return { name, host: new URL(`https://${host}`).host };
}

/** `@name@host` in one spelling. */
export function readHandle(typed: string): string | undefined {
  const handle = parseHandle(typed);
  return handle && `@${handle.name}@${handle.host}`;
}

/** A handle, or the address of an account's page, in one spelling. */
export function readAccount(typed: string): string | undefined {
  const address = pastedAddress(typed);
  const isUrl = /^https?:\/\/./i.test(address) && URL.canParse(address);
  return isUrl ? new URL(address).href : readHandle(typed);
}

/** The name before the host that we go by: "@Solidarity" and "@solidarity@here.example" are what people type when asked for a handle. */
export function readOwnHandle(typed: string): string {
  return pastedAddress(typed).replace(/^@/, "").replace(/@.*$/, "").toLowerCase();
}

export const isOwnHandle = (handle: string) => /^[a-z0-9_]{1,30}$/.test(handle);
