/** `@name@host` in one spelling; undefined for what is not written like the address of an account. Nobody is asked. */
export function readHandle(typed: string): string | undefined {
  const [, name, host] = /^(?:acct:)?@?([\w.-]+)@([^\s@/?#]+)$/i.exec(typed.trim()) ?? [];
  if (name === undefined || !URL.canParse(`https://${host}`)) return undefined;
  return `@${name}@${new URL(`https://${host}`).host}`;
}
