import type { pictures as english } from "../en/pictures.ts";

const size = new Intl.NumberFormat("fr", { style: "unit", unit: "kilobyte" });

export const pictures: typeof english = {
  without: "Sans les images",
  with: "Avec les images",
  picture: "Image",
  pictureOf: (kilobytes) => `Image, ${size.format(kilobytes)}`,
};
