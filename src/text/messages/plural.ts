export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** A message that counts: the form is chosen by the language's plural rules, and `{n}` becomes the number. */
export function plural(language: string, forms: Forms): (n: number) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (n) => (forms[rules.select(n)] ?? forms.other).replaceAll("{n}", numbers.format(n));
}
