import sharp from "sharp";

/** A picture as a member chooses it in the form. */
export async function uploaded(
  name: string,
  { width = 60, height = 40, background = "teal" } = {},
): Promise<File> {
  const bytes = await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
  return new File([new Uint8Array(bytes)], name, { type: "image/png" });
}
