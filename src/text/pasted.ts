/** Nothing that is seen: zero widths, directions, a soft hyphen, a byte order mark, and how a sign is to be drawn. */
const UNSEEN =
  // eslint-disable-next-line no-misleading-character-class -- each is meant by itself
  /[\p{Bidi_Control}\u00ad\u034f\u115f\u1160\u180e\u200b\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff\uffa0\u{e0000}-\u{e007f}]/gu;
/** Joiners mean something between letters of some scripts, and nothing beside others. */
const JOINER = /(?<![^\p{ASCII}\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\p{ASCII}\u200c\u200d])/gu;
/** As keyboards of other scripts write them. */
const WIDE: Record<string, string> = {
  "＠": "@",
  "﹫": "@",
  "．": ".",
  "。": ".",
  "｡": ".",
  "：": ":",
  "／": "/",
};
const WIDE_SIGN = new RegExp(`[${Object.keys(WIDE).join("")}]`, "g");
/** Brackets, quotation marks, what Markdown makes bold by, and what ends a sentence. */
const AROUND = "\\s\\p{Pi}\\p{Pf}\\p{Ps}\\p{Pe}\"'`´<>*|,;:.!?¡¿…،؛؟।、，；·•→➜👉";
const BEFORE = new RegExp(`^[${AROUND}-]+`, "u");
const AFTER = new RegExp(`[${AROUND}]+$`, "u");
/** The last of a path, or of a name alone, may well be such a sign. */
const AFTER_HOST = new RegExp(`[${AROUND}_~-]+$`, "u");
const longest = 3000;

/**
 * The address of an account, a page or a server, out of what was pasted or typed: without what a keyboard, a page or a chat puts
 * around it. Whether it is one is for others to say.
 */
export function pastedAddress(typed: string): string {
  // A part of an address would be another one.
  if (typed.length > longest) return "";
  const seen = typed
    .replace(UNSEEN, "")
    .replace(JOINER, "")
    .replace(WIDE_SIGN, (sign) => WIDE[sign]!)
    .trim();
  if (/^\[[\da-f:.]+\](?::\d+)?$/i.test(seen)) return seen;
  // "Ada (@ada@quay.example)" and "Ada <ada@quay.example>".
  const [, within = seen] =
    /^[^<>()[\]]*[<(]([^<>()[\]\s]*[@/][^<>()[\]\s]*)[>)][\s.,;:!?]*$/.exec(seen) ?? [];
  const bare = within.replace(BEFORE, "").replace(/^(?:web\+)?(?:acct|mailto):/i, "");
  const endsInHost = /.@|\./.test(bare) && !bare.includes("/");
  const end = (endsInHost ? AFTER_HOST : AFTER).exec(bare.slice(-100));
  return bare
    .slice(0, bare.length - (end?.[0].length ?? 0))
    .replaceAll("%40", "@")
    .replace(/^@+/, "@")
    .replace(/^(@?[^@\s]+)\s?@+\s?([^@\s]+)$/, "$1@$2");
}
