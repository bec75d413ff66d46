import sax from "sax";
import { expect } from "vitest";

/** An element as a strict parser reads it; names are as written, with their prefix. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

/** Reads XML strictly. @throws where it is not well-formed. */
export function parseXml(xml: string): Element {
  // Forbidden by XML 1.0 even though many parsers let them pass.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml))
    throw new Error("a control character");
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = sax.parser(true);
  const add = (text: string) => void (open.at(-1)!.text += text);
  Object.assign(parser, {
    onerror(error: Error) {
      throw error;
    },
    onopentag({ name, attributes }: { name: string; attributes: Record<string, string> }) {
      const element = { name, attributes, children: [], text: "" };
      open.at(-1)!.children.push(element);
      open.push(element);
    },
    onclosetag: () => void open.pop(),
    ontext: add,
    oncdata: add,
  });
  parser.write(xml).close();
  return root.children[0]!;
}

export const all = ({ children }: Element, name: string) => children.filter((child) => child.name === name);

/** The child of this name, of which there is exactly one. */
export function one(element: Element, name: string): Element {
  const found = all(element, name);
  expect([name, found.length]).toEqual([name, 1]);
  return found[0]!;
}
