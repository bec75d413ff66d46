/** What stands before a part: the field it belongs to, and of a file its name. */
export interface PartHead {
  name: string;
  file: string | undefined;
  type: string;
}

export type PartEvent =
  | { is: "head"; head: PartHead }
  | { is: "bytes"; bytes: Uint8Array }
  /** The part is whole. */
  | { is: "end" }
  /** No part comes after. */
  | { is: "last" };

/** More fields than any page of ours has: each costs far more than its bytes. */
export const mostFields = 2000;
/** Of what stands before a field: its name, and that of a file. */
export const longestHead = 8192;

const lineEnd = Buffer.from("\r\n");
const headEnd = Buffer.from("\r\n\r\n");

export const boundaryOf = (type: string): string | undefined =>
  /^ *multipart\/form-data *;/i.test(type) ? /; *boundary="?([^";]{1,70})/i.exec(type)?.[1] : undefined;

/**
 * Reads multipart/form-data (RFC 7578) as it comes: what is held of it is a head, or what may be the beginning of a boundary. Of
 * a body that breaks off the last part has no end. Libraries give a field when it is whole: what they hold of it until then would
 * not count in what all bodies together may hold. @throws for what is no form, or one of too many fields
 */
export async function* readParts(
  next: () => Promise<Uint8Array | undefined>,
  boundary: string,
): AsyncGenerator<PartEvent> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first boundary stands at the beginning of a line, too, though none goes before it.
  let rest: Buffer = lineEnd;
  let parts = 0;
  let within: "preamble" | "part" | "boundary" | "head" = "preamble";

  for (let chunk = await next(); chunk !== undefined; chunk = await next()) {
    rest = Buffer.concat([rest, chunk]);
    for (let more = true; more;) {
      if (within === "boundary") {
        if (rest.length < 2) break;
        const after = rest.toString("latin1", 0, 2);
        if (after === "--") return yield { is: "last" };
        if (after !== "\r\n") throw new Error("a boundary that goes on");
        if (++parts > mostFields) throw new Error(`more than ${mostFields} fields`);
        rest = rest.subarray(2);
        within = "head";
      } else if (within === "head") {
        const end = rest.subarray(0, longestHead + headEnd.length).indexOf(headEnd);
        if (end === -1 && rest.length > longestHead) throw new Error("a long head");
        if (end === -1) break;
        yield { is: "head", head: readHead(rest.toString("utf8", 0, end)) };
        rest = rest.subarray(end + headEnd.length);
        within = "part";
      } else {
        const end = rest.indexOf(delimiter);
        more = end !== -1;
        const sure = more ? end : Math.max(rest.length - delimiter.length + 1, 0);
        if (within === "part" && sure > 0) yield { is: "bytes", bytes: rest.subarray(0, sure) };
        if (within === "part" && more) yield { is: "end" };
        rest = rest.subarray(more ? end + delimiter.length : sure);
        if (more) within = "boundary";
      }
    }
  }
}

function readHead(text: string): PartHead {
  const valueOf = (header: string) =>
    text
      .split("\r\n")
      .find((line) => line.toLowerCase().startsWith(`${header}:`))
      ?.slice(header.length + 1)
      .trim();
  const disposition = valueOf("content-disposition") ?? "";
  const name = /; ?name="([^"]*)"/i.exec(disposition)?.[1];
  if (name === undefined || !/^form-data *;/i.test(disposition)) throw new Error("a part without a name");
  const file = /; ?filename="([^"]*)"/i.exec(disposition)?.[1];
  return {
    name: unescapeName(name),
    file: file === undefined ? undefined : unescapeName(file),
    type: valueOf("content-type")?.slice(0, 100) ?? "",
  };
}

/** As browsers escape names: WHATWG HTML, multipart/form-data encoding algorithm. */
function unescapeName(name: string): string {
  const marks: Record<string, string> = { "%0A": "\n", "%0D": "\r", "%22": '"' };
  return name.replace(/%(?:0A|0D|22)/gi, (found) => marks[found.toUpperCase()]!);
}
