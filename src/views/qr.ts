import { renderSVG } from "uqr";

/**
 * An address as a QR code, dark on white in every theme: many cameras read no other. Four modules are kept quiet
 * around it (ISO/IEC 18004).
 */
export function qrCode(address: string): string {
  return renderSVG(address, { ecc: "M", border: 4, whiteColor: "#fff", blackColor: "#000" });
}
