import type { Point } from "./cover.ts";

/** What stays in sight where a picture is cropped: from -1, its left and its bottom, to 1, as Mastodon writes it. */
export interface Focus {
  x: number;
  y: number;
}

/** The focus for a point in percent from the upper left corner. */
export const focusAt = ({ x, y }: Point): Focus => ({ x: round(x / 50 - 1), y: round(1 - y / 50) });

/** Null for what is not two numbers: the middle. */
export function parseFocus(text: string): Focus | null {
  const [, x, y] = /^(-?[01](?:\.\d{1,4})?),(-?[01](?:\.\d{1,4})?)$/.exec(text) ?? [];
  if (x === undefined || y === undefined) return null;
  return { x: round(Number(x)), y: round(Number(y)) };
}

export const formatFocus = (focus: Focus | null) => (focus ? `${focus.x},${focus.y}` : "");

/** A zero without a sign: JSON would keep it. */
const round = (part: number) => Math.round(Math.min(Math.max(part, -1), 1) * 100) / 100 + 0;
