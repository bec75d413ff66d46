import { parsePoint, type Point } from "../../text/cover.ts";
import { pressWidths } from "../../views/admin/press.ts";
import { type Form, textOf } from "../form.ts";

/** Where a picture was pressed, in percent. Pressed by a key it says 0, 0, which nobody means. */
export function readPress(form: Form): Point | undefined {
  for (const width of pressWidths) {
    const [x, y] = [textOf(form, `at-${width}.x`), textOf(form, `at-${width}.y`)];
    const height = Number(textOf(form, `height-${width}`));
    if (!/^\d{1,5}$/.test(x) || !/^\d{1,5}$/.test(y) || !(height > 0)) continue;
    if (x === "0" && y === "0") continue;
    return parsePoint(`${((Number(x) / width) * 100).toFixed(2)},${((Number(y) / height) * 100).toFixed(2)}`);
  }
  return undefined;
}
