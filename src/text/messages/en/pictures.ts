import { plural } from "../plural.ts";

const size = new Intl.NumberFormat("en", { style: "unit", unit: "kilobyte" });

export const pictures = {
  without: "Without pictures",
  with: "With pictures",
  picture: "Picture",
  /** Among what is sent to other servers. */
  others: plural("en", {
    one: "Some servers show only the first four pictures. One more is at the address below.",
    other: "Some servers show only the first four pictures. {n} more are at the address below.",
  }),
  pictureOf: (kilobytes: number) => `Picture, ${size.format(kilobytes)}`,
};
