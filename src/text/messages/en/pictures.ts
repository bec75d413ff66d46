const size = new Intl.NumberFormat("en", { style: "unit", unit: "kilobyte" });

export const pictures = {
  without: "Without pictures",
  with: "With pictures",
  picture: "Picture",
  pictureOf: (kilobytes: number) => `Picture, ${size.format(kilobytes)}`,
};
