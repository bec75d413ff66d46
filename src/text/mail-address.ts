/** RFC 5321, 4.5.3.1. */
export const longestMailAddress = 254;

/**
 * One address of e-mail as people type it; undefined for anything else. Of RFC 5321 only what addresses are made of
 * today: nothing in it can end a line, open a comment or name a second address.
 */
export function readMailAddress(typed: string): string | undefined {
  const address = typed.trim();
  if (address.length > longestMailAddress) return undefined;
  const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  const shape = new RegExp(`^[\\w.!#$%&'*+/=?^\`{|}~-]{1,64}@(${label}\\.)+${label}$`, "i");
  return shape.test(address) ? address : undefined;
}
