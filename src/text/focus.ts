import type { Point } from "./cover.ts";

/** What stays in sight where a picture is cropped: from -1, its left and its bottom, to 1, as Mastodon writes it. */
export interface Focus {
  x: number;
  y: number;
}

/** The focus for a point in percent from the upper left corner. */
export const focusAt = ({ x, y }: Point): Focus => ({ x: round(x / 50 - 1), y: round(1 - y / 50) });

export const pointOf = ({ x, y }: Focus): Point => ({ x: (x + 1) * 50, y: (1 - y) * 50 });

interface Size {
  width: number;
  height: number;
}

/** The largest part of a picture in this shape, as browsers cut it by `object-position`, which is what Mastodon does. */
export function cropAround(
  focus: Focus | null,
  { width, height }: Size,
  shape: Size,
): Size & { left: number; top: number } {
  const scale = Math.min(width / shape.width, height / shape.height);
  const part = { width: Math.round(shape.width * scale), height: Math.round(shape.height * scale) };
  const { x, y } = pointOf(focus ?? { x: 0, y: 0 });
  const left = Math.round(((width - part.width) * x) / 100);
  return { ...part, left, top: Math.round(((height - part.height) * y) / 100) };
}

/** Null for what is not two numbers: the middle. */
export function parseFocus(text: string): Focus | null {
  const [, x, y] = /^(-?[01](?:\.\d{1,4})?),(-?[01](?:\.\d{1,4})?)$/.exec(text) ?? [];
  if (x === undefined || y === undefined) return null;
  return { x: round(Number(x)), y: round(Number(y)) };
}

export const formatFocus = (focus: Focus | null) => (focus ? `${focus.x},${focus.y}` : "");

/** A zero without a sign: JSON would keep it. */
const round = (part: number) => Math.round(Math.min(Math.max(part, -1), 1) * 100) / 100 + 0;
