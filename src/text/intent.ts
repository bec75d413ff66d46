import { readHost } from "./address.ts";
import { pastedAddress } from "./pasted.ts";

/** What a visitor wants to do from their own account, on their own server. */
export const postIntents = ["reply", "boost", "like"] as const;
export type Intent = "follow" | (typeof postIntents)[number];

export interface Visitor {
  /** Undefined where the server alone was typed. */
  name: string | undefined;
  host: string;
}

/** Where the visitor's server takes what they want to do, or why that is not known. */
export type IntentAnswer =
  | { state: "found"; url: string }
  /** `unknown`: the server knows no such account; `noWay`: it says of none where it takes such things. */
  | { state: "busy" | "unknown" | "unreachable" | "noWay" };

/** Asks a visitor's server where it takes an intent on `object`, an id of ours. `from` tells visitors apart, where they can be. */
export type LookUpIntent = (
  visitor: Visitor,
  intent: Intent,
  object: string,
  from: string | undefined,
) => Promise<IntentAnswer>;

const longest = 300;

/** The visitor as people type or paste themselves: `@name@host`, an address of their page, or their server. */
export function readVisitor(typed: string): Visitor | undefined {
  const text = pastedAddress(typed).replace(/^https?:\/\//i, "");
  if (text.length > longest) return undefined;
  const [, page, path = ""] = /^([^/?#]+)(\/[^?#]*)/.exec(text) ?? [];
  const [, handleName, handleHost] = /^@?([^@\s/:?#]{1,100})@([^@]+)$/.exec(text) ?? [];
  const host = readHost(page ?? handleHost ?? text.replace(/^@/, ""));
  if (host === undefined) return undefined;
  const [, pageName] = /^(?:\/(?:web|deck))?\/@([^@\s/]{1,100})(?:\/.*)?$/.exec(path) ?? [];
  return { name: handleName ?? pageName, host };
}

/**
 * A template as WebFinger holds them (RFC 6415, FEP-3b86), filled: values are percent-encoded, and names that it has and we
 * do not know become nothing.
 */
export function fillTemplate(template: string, values: Record<string, string>): string {
  return template.replace(/\{([^{}]*)\}/g, (_, name: string) =>
    Object.hasOwn(values, name) ? encodeURIComponent(values[name]!) : "",
  );
}
