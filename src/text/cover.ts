/** A point of a picture, in percent of its width and height: the same on every size of it. */
export interface Point {
  x: number;
  y: number;
}

/** A rectangle painted over a picture. */
export interface Cover extends Point {
  width: number;
  height: number;
}

/** Faces of a crowd; more are a picture to leave out. */
export const mostCovers = 100;

export function parsePoint(text: string): Point | undefined {
  const [x, y, ...others] = readNumbers(text);
  if (x === undefined || y === undefined || others.length > 0) return undefined;
  return { x: within(x), y: within(y) };
}

export const formatPoint = ({ x, y }: Point) => `${round(x)},${round(y)}`;

/** The part of it that lies on the picture; undefined where there is none, and for what is not four numbers. */
export function parseCover(text: string): Cover | undefined {
  const [x, y, width, height, ...others] = readNumbers(text);
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  if (others.length > 0 || width <= 0 || height <= 0) return undefined;
  return coverBetween({ x, y }, { x: x + width, y: y + height });
}

export const formatCover = ({ x, y, width, height }: Cover) => [x, y, width, height].map(round).join(",");

/** The rectangle between two opposite corners, without what is outside of the picture; undefined where nothing is left. */
export function coverBetween(one: Point, other: Point): Cover | undefined {
  const [left, right] = [within(Math.min(one.x, other.x)), within(Math.max(one.x, other.x))];
  const [top, bottom] = [within(Math.min(one.y, other.y)), within(Math.max(one.y, other.y))];
  const cover = { x: round(left), y: round(top), width: round(right - left), height: round(bottom - top) };
  return cover.width > 0 && cover.height > 0 ? cover : undefined;
}

function readNumbers(text: string): number[] {
  const parts = text.split(",", 5).map((part) => part.trim());
  return parts.every((part) => /^-?\d{1,4}(\.\d{1,6})?$/.test(part)) ? parts.map(Number) : [];
}

const within = (percent: number) => Math.min(Math.max(percent, 0), 100);

// A hundredth of a percent is a fifth of a pixel of the largest picture.
const round = (percent: number) => Math.round(percent * 100) / 100;
