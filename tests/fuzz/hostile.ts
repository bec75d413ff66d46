import { units } from "../linear/units.ts";
import type { Random } from "./random.ts";

const long = (text: string, length: number) => text.repeat(Math.ceil(length / text.length)).slice(0, length);

/** Texts that have broken somebody's parser, database, page or terminal. */
const texts: readonly string[] = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "\udc00\ud800",
  "\ufeff",
  "\ufffe\uffff",
  "\u202eexe.gpj",
  "\u2066\u2067\u2068",
  "\u2028\u2029\r\n\t\v\b\u001b[2J",
  "Z\u0351\u036b\u0343a\u0321\u034a".repeat(40),
  "𐍈👩‍👩‍👧‍👦".repeat(30),
  "'; drop table reply; --",
  "\\'); select pg_sleep(10); --",
  "$1 $2 ${origin} {{7*7}} %s%n%x",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)><math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
  "<a href='javascript:alert(1)'>x</a><iframe srcdoc='<script>1</script>'></iframe>",
  "<style>*{background:url(//evil.example)}</style><base href=//evil.example>",
  '<!--[if IE]><p><![CDATA[ <p title="--><script>1</script>">',
  "<noscript><p title='</noscript><img src=x onerror=1>'>",
  "<p>".repeat(3000),
  "<b><i>".repeat(2500),
  `<a href="${long("http://127.1/", 5000)}">x</a>`,
  "&#x202e;&#0;&#xd800;&lt;script&gt;&amp;amp;",
  "<p title='" + long("a", 20_000),
  long("<", 60_000),
  long("&", 60_000),
  long("<a ", 60_000),
  long("ﷺ", 20_000),
  "__proto__",
  "constructor",
  "toString",
  "@id",
  "NaN",
  "-0",
  "9".repeat(400),
  "2026-13-45T99:99:99Z",
  "0000-00-00T00:00:00Z",
  "+275760-09-13T00:00:00.001Z",
  "-271821-04-20T00:00:00Z",
  "1e999",
  "x-klingon",
  "en-US-u-va-posix-x-" + "a".repeat(40),
];

/** Addresses of every scheme and in every disguise. Those with a host lead to loopback or to no name at all. */
const addresses: readonly string[] = [
  "about:blank",
  "javascript:alert(1)",
  "data:application/activity+json,{}",
  "blob:http://127.0.0.1/x",
  "file:///etc/passwd",
  "ftp://127.0.0.1/x",
  "gopher://127.0.0.1:25/x",
  "ws://127.0.0.1/",
  "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66",
  "acct:ada@127.0.0.1",
  "mailto:ada@localhost",
  "did:key:z6Mk",
  "at://did:plc:x/app.bsky.feed.post/1",
  "http://",
  "http:///x",
  "//127.0.0.1/x",
  "/relative",
  "#fragment",
  "http://127.1/x",
  "http://2130706433/x",
  "http://0x7f.1/x",
  "http://0177.0.0.1/x",
  "http://[::1]/x",
  "http://[::ffff:127.0.0.1]/x",
  "http://0.0.0.0:1/x",
  "http://localhost:0/x",
  "http://127.0.0.1:1/x",
  "http://127.0.0.1:65535/x",
  "http://127.0.0.1:99999/x",
  "http://user:pass@127.0.0.1/x",
  "http://xn--nxasmq6b.invalid/x",
  "http://ｅｖｉｌ.invalid/x",
  "http://bücher.invalid/ö?ä#ü",
  "http://аррӏе.invalid/",
  `http://${"a.".repeat(500)}invalid/`,
  `http://${"a".repeat(3000)}.invalid/`,
  "http://127.0.0.1/\0",
  "http://127.0.0.1/\ud800",
  " http://127.0.0.1/x\n",
  "http://127.0.0.1/%00%ff%",
  "HTTP://LOCALHOST/X/../Y",
  "http:\\\\127.0.0.1\\x",
  "https://www.w3.org/ns/activitystreams#Public",
  "as:Public",
  "Public",
];

/** An address as long as PostgreSQL's index can hardly hold, of letters that do not compress. */
function longAddress(random: Random): string {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789-_~é字";
  const length = random.pick([500, 990, 1010, 1990, 2010, 2700, 5000]);
  return `http://127.0.0.1:1/${Array.from({ length }, () => random.pick([...letters])).join("")}`;
}

/** One thing again and again, in so many bytes that a document with it is just not refused for its length. */
export function longRun(random: Random): string {
  const unit = random.pick(units);
  const bytes = Buffer.byteLength(JSON.stringify(unit)) - 2;
  return unit.repeat(Math.floor(random.pick([20_000, 100_000, 240_000]) / bytes));
}

export const hostileText = (random: Random): string => random.pick(texts);

export function hostileAddress(random: Random): string {
  return random.chance(0.1) ? longAddress(random) : random.pick(addresses);
}

function nested(depth: number, list: boolean): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = list ? [value] : { object: value };
  return value;
}

/** Objects that are not what a method call on them expects. */
const traps: readonly (() => unknown)[] = [
  () => ({ toString: 1, valueOf: 2 }),
  () => ({ toJSON: "x" }),
  () => JSON.parse('{"__proto__":{"id":"http://127.0.0.1/x"}}'),
  () => ({ constructor: { prototype: { id: 1 } } }),
  () => ({ length: 1e9 }),
  () => ({ id: { id: { id: "http://127.0.0.1/x" } } }),
  () => ({ "@value": "x", "@language": "en" }),
  () => ({ "@id": "http://127.0.0.1/x" }),
  () => ({ "@list": [{ "@set": [] }] }),
];

/** A value of any type in place of the one that belongs there. */
export function hostileValue(random: Random): unknown {
  switch (random.below(14)) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return random.pick([0, -1, 1e308, -1e-308, 2 ** 53, 2 ** 63, 0.1, 4e12]);
    case 3:
      return [];
    case 4:
      return {};
    case 5:
      return nested(random.pick([2, 15, 28, 40, 500]), random.chance(0.5));
    case 6:
      return Array.from({ length: random.pick([2, 99, 101, 999, 1001]) }, () =>
        hostileText(random).slice(0, 50),
      );
    case 7:
      return Array.from({ length: random.pick([1, 3, 90]) }, () => hostileAddress(random).slice(0, 300));
    case 8:
      return random.pick(traps)();
    case 9:
      return [random.pick(traps)(), hostileAddress(random)];
    case 10:
    case 11:
      return hostileAddress(random);
    case 12:
      return long(hostileText(random) || "x", random.pick([2000, 100_000, 200_000]));
    default:
      return hostileText(random);
  }
}
