/** BCP 47 allows language subtags of up to eight letters, but none longer than three is registered. */
const REGISTERED = /^[a-z]{2,3}(-|$)/i;
const LENGTH_LIMIT = 35;

const RIGHT_TO_LEFT = new Set(["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"]);

/** The languages a post may be written in, as the form offers them: those of the people who write and read here first. */
export const postLanguages: readonly string[] = (
  "en fr ar fa ps ku ckb ti am so om sq es it de pt nl pl ro uk ru tr " +
  "ur bn pa hi ta vi zh ja ko id tl sw ha wo ff bm zgh ca eu gl br cy ga gd el bg sr hr bs sl sk cs hu ka hy az he rmy da sv nb fi eo"
).split(" ");

/** Whether this is a BCP 47 language tag such as "fr", "pt-BR" or "zh-Hant". */
export function isLanguage(code: string): boolean {
  if (code.length > LENGTH_LIMIT || !REGISTERED.test(code)) return false;
  try {
    return Intl.getCanonicalLocales(code).length === 1;
  } catch {
    return false;
  }
}

/** The language's name as speakers of `inLanguage` say it; the code itself where it is not known. */
export function languageName(code: string, inLanguage: string): string {
  if (!isLanguage(code)) return code;
  const names = new Intl.DisplayNames([isLanguage(inLanguage) ? inLanguage : "en"], { type: "language" });
  return names.of(code) ?? code;
}

export function direction(code: string): "ltr" | "rtl" {
  if (!isLanguage(code)) return "ltr";
  const { script = "Latn" } = new Intl.Locale(code).maximize();
  return RIGHT_TO_LEFT.has(script) ? "rtl" : "ltr";
}
