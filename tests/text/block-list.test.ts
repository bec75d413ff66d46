import { describe, expect, test } from "vitest";
import { readBlockList, writeBlockList } from "../../src/text/block-list.ts";

const header = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate";
const read = (...lines: string[]) => readBlockList(lines.join("\n"), "news.own.example");
const problems = (...lines: string[]) => read(...lines).errors.map(({ line, problem }) => [line, problem]);

describe("a list of servers", () => {
  test("is read as Mastodon writes it: suspend blocks, silence limits, noop asks for nothing", () => {
    const list = read(
      header,
      "hate.example,suspend,true,true,Hate,false",
      "Loud.Example,silence,false,false,,false",
      "fine.example,noop,false,false,,false",
      "h***.example,suspend,false,false,,true",
    );
    expect(list).toEqual({
      entries: [
        { host: "hate.example", severity: "block" },
        { host: "loud.example", severity: "limit" },
      ],
      obfuscated: 1,
      ignored: 1,
      errors: [],
    });
  });

  test("is read by the names of its columns, in any order, with comments that hold commas, quotes and lines", () => {
    const list = read(
      "domain,public_comment,severity",
      'a.example,"said ""no"", then\nleft, twice",silence',
      "b.example,,suspend",
    );
    expect(list.errors).toEqual([]);
    expect(list.entries).toEqual([
      { host: "a.example", severity: "limit" },
      { host: "b.example", severity: "block" },
    ]);
  });

  test("may be no more than one server a line, with remarks, empty lines and any line end", () => {
    const { entries, errors } = readBlockList(
      "\ufeff# ours\r\nA.example\r\n\r\nbücher.example\rc.example:8443",
      "own.example",
    );
    expect(errors).toEqual([]);
    expect(entries.map(({ host, severity }) => `${host} ${severity}`)).toEqual([
      "a.example block",
      "xn--bcher-kva.example block",
      "c.example:8443 block",
    ]);
  });

  test("that is not right says in which lines", () => {
    expect(
      problems(
        header,
        "a.example,suspend",
        "no host,suspend",
        "b.example,destroy",
        "https://c.example/x,silence",
        "com",
        "me@d.example",
      ),
    ).toEqual([
      [3, "host"],
      [4, "severity"],
      [5, "host"],
      [6, "host"],
      [7, "host"],
    ]);
    expect(problems("a.example", '"b.example', "c.example")).toEqual([[2, "quote"]]);
    expect(problems('a.example,suspend,"x\ny"', "b c")).toEqual([[3, "host"]]);
  });

  test("never holds our own server, by none of its names", () => {
    for (const name of ["news.own.example", "NEWS.own.example", "own.example"]) {
      expect(problems("a.example", name)).toEqual([[2, "ourselves"]]);
    }
    expect(problems("x.news.own.example", "other.own.example", "ews.own.example")).toEqual([]);
    expect(readBlockList("own.example", "own.example:8443").errors).toHaveLength(1);
  });

  test("has at most 10,000 lines and 2 MB, and is refused quickly beyond", () => {
    const lines = Array.from({ length: 10_000 }, (_, at) => `h${at}.example`);
    expect(read(...lines).entries).toHaveLength(10_000);
    expect(problems(...lines, "one.more.example")).toEqual([[10_001, "tooLong"]]);
    const start = performance.now();
    expect(problems(`"${'""'.repeat(5_000_000)}`)[0]).toEqual([1, "tooLong"]);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test("that was written is read as it was", () => {
    const hosts = [
      { host: "a.example", severity: "block" as const },
      { host: "xn--bcher-kva.example", severity: "limit" as const },
    ];
    const written = writeBlockList(hosts);
    expect(written.split("\n")[0]).toBe(header);
    expect(read(written)).toMatchObject({ entries: hosts, errors: [] });
  });
});
