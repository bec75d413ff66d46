import type { pictures as english } from "../en/pictures.ts";
import { plural } from "../plural.ts";

const size = new Intl.NumberFormat("fr", { style: "unit", unit: "kilobyte" });

export const pictures: typeof english = {
  without: "Sans les images",
  with: "Avec les images",
  picture: "Image",
  others: plural("fr", {
    one: "Certains serveurs ne montrent que les quatre premières images. Une autre se trouve à l’adresse ci-dessous.",
    other:
      "Certains serveurs ne montrent que les quatre premières images. {n} autres se trouvent à l’adresse ci-dessous.",
  }),
  pictureOf: (kilobytes) => `Image, ${size.format(kilobytes)}`,
};
