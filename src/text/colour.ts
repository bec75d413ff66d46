/** A colour as the tables keep it and browsers send it. */
const COLOUR = /^#[0-9a-f]{6}$/;

export const defaultAccent = "#a3132b";

/**
 * What the accent stands on, and what stands on it: every background of the style sheets, those of the members' side
 * among them.
 */
export const backgrounds = {
  light: ["#fcfcfa", "#f0f0ec", "#f4f2ea", "#ffffff"],
  dark: ["#15161a", "#212329", "#1c1e23", "#0f1013"],
};

/** WCAG 2.2, 1.4.3: for text of any size. */
const CONTRAST = 4.5;
const STEP = 0.005;

export function isColour(text: string): boolean {
  return COLOUR.test(text);
}

/**
 * The accent for light and for dark pages: the chosen colour where it can be read, else the nearest darker or lighter
 * one of the same hue.
 */
export function accents(chosen: string): { light: string; dark: string } {
  return { light: readable(chosen, "light"), dark: readable(chosen, "dark") };
}

/** The ratio of WCAG 2.2 between two colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function readable(chosen: string, theme: keyof typeof backgrounds): string {
  const enough = (colour: string) => backgrounds[theme].every((each) => contrast(colour, each) >= CONTRAST);
  if (enough(chosen)) return chosen;
  const end = theme === "light" ? 0 : 1;
  const [lightness, a, b] = toOklab(linear(chosen));
  const steps = Math.ceil(Math.abs(end - lightness) / STEP);
  for (let step = 1; step < steps; step++) {
    const colour = withinGamut(lightness + Math.sign(end - lightness) * step * STEP, a, b);
    if (enough(colour)) return colour;
  }
  return theme === "light" ? "#000000" : "#ffffff";
}

/** The most saturated colour of this lightness and hue that a screen can show. */
function withinGamut(lightness: number, a: number, b: number): string {
  for (let chroma = 1; chroma > 0; chroma -= 0.02) {
    const channels = fromOklab([lightness, a * chroma, b * chroma]);
    if (channels.every((channel) => channel >= -0.0005 && channel <= 1.0005)) return hex(channels);
  }
  return hex(fromOklab([lightness, 0, 0]));
}

type Triple = [number, number, number];

function luminance(colour: string): number {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The channels as amounts of light (IEC 61966-2-1). */
function linear(colour: string): Triple {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  return channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  ) as Triple;
}

function hex(channels: Triple): string {
  const bytes = channels.map((light) => {
    const value = Math.min(1, Math.max(0, light));
    const encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255);
  });
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

// Oklab (CSS Color 4, 9.2): steps of its lightness look alike at every hue.

function toOklab([red, green, blue]: Triple): Triple {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

function fromOklab([lightness, a, b]: Triple): Triple {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}
