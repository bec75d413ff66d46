const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

/**
 * The average colour that a blurhash begins with: red, green and blue from 0 to 255. The first of its characters says
 * how many waves follow, the second how high they are, the next four are this colour.
 */
export function averageColour(blurhash: string): [number, number, number] | undefined {
  const digits = Array.from(blurhash.slice(2, 6), (character) => DIGITS.indexOf(character));
  if (digits.length < 4 || digits.includes(-1)) return undefined;
  const value = digits.reduce((sum, digit) => sum * DIGITS.length + digit, 0);
  return value > 0xffffff ? undefined : [value >> 16, (value >> 8) & 255, value & 255];
}
