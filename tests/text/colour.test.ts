import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { accents, backgrounds, contrast, defaultAccent, isColour } from "../../src/text/colour.ts";
import { root } from "../support/process.ts";

const styles = join(root, "src/views/styles");
const sheet = (name: string) => readFileSync(join(styles, name), "utf8");

/** The values that a property is given on light and on dark pages. */
function values(css: string, property: string): [string | undefined, string | undefined] {
  const found = [...css.matchAll(new RegExp(`--${property}: (#[0-9a-f]{6});`, "g"))].map(
    ([, value]) => value,
  );
  return [found[0], found[1]];
}

/** Colours as a seeded generator gives them. */
function* colours(count: number): Generator<string> {
  let state = 20_260_501;
  for (let number = 0; number < count; number++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield `#${(state >>> 8).toString(16).padStart(6, "0")}`;
  }
}

describe("the accent", () => {
  const extremes = ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#ff00ff", "#00ffff"];

  it("of any colour can be read on every background, light and dark, and so can text on it", () => {
    const poor: string[] = [];
    for (const chosen of [...extremes, ...colours(3000)]) {
      const made = accents(chosen);
      for (const theme of ["light", "dark"] as const) {
        if (!isColour(made[theme])) poor.push(`${chosen} became ${made[theme]}`);
        for (const background of backgrounds[theme]) {
          if (contrast(made[theme], background) < 4.5)
            poor.push(`${chosen} on ${background}: ${made[theme]}`);
        }
      }
    }
    expect(poor).toEqual([]);
  });

  it("stays as chosen where it can be read", () => {
    expect(accents(defaultAccent).light).toBe(defaultAccent);
    expect(accents("#ffd166").dark).toBe("#ffd166");
  });

  it("keeps its hue where it has to change: a yellow gets brown, not black", () => {
    const { light } = accents("#ffe000");
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(light.slice(at, at + 2), 16));
    expect(red).toBeGreaterThan(blue! + 60);
    expect(green).toBeGreaterThan(blue! + 60);
  });

  it("is measured against every background of the style sheets", () => {
    for (const css of [sheet("site/base.css"), sheet("admin/base.css")]) {
      for (const property of ["paper", "shade", "calm", "field"]) {
        const [light, dark] = values(css, property);
        if (light === undefined) continue;
        expect(backgrounds.light).toContain(light);
        expect(backgrounds.dark).toContain(dark);
      }
    }
    expect(values(sheet("site/base.css"), "accent")).toEqual(Object.values(accents(defaultAccent)));
  });
});

it("is a colour only in six digits of hexadecimal, in small letters", () => {
  expect(isColour("#a3132b")).toBe(true);
  for (const wrong of ["", "a3132b", "#A3132B", "#fff", "red", "#a3132b;", "#a3132b\n"]) {
    expect(isColour(wrong)).toBe(false);
  }
});

it("gives contrasts as WCAG has them", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

describe("the style sheets", () => {
  const names = readdirSync(styles, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".css"),
  );

  it("name no side of the page, so that pages set right to left are mirrored", () => {
    const physical =
      /\b(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?:^|[\s;{])(?:left|right|top|bottom)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b|border-(?:top|bottom)-(?:left|right)-radius/m;
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => physical.test(sheet(name)))).toEqual([]);
  });

  it("ask no other address for anything", () => {
    expect(names.filter((name) => /url\(|@import\s+(?!"\.\/)/.test(sheet(name)))).toEqual([]);
  });
});
