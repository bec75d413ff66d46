/** Elements that begin and end a line, and are shown as nothing else. */
export const lines: readonly string[] = (
  "div section article main header footer nav aside address hgroup center figure figcaption details summary dialog dl dt dd " +
  "table caption colgroup thead tbody tfoot tr hr fieldset legend form menu"
).split(" ");

/** Those of one row stand beside each other. */
export const cells: readonly string[] = ["td", "th"];

const betweenCells = " | ";

/** What has to stand between the words before and the words to come, where elements that are not kept have parted them. */
export function createParting(lineBreak: string) {
  let [due, written] = ["", false];
  return {
    line(): void {
      if (written) due = lineBreak;
    },
    cell(): void {
      if (written && due === "") due = betweenCells;
    },
    /** An element that is kept parts them by itself. */
    fresh(): void {
      [due, written] = ["", false];
    },
    /** The text, after what is due. Blanks are no words. */
    before(text: string): string {
      if (text.trim() === "") return due === "" ? text : "";
      const parted = due + text;
      [due, written] = ["", true];
      return parted;
    },
  };
}
