// What Stryker's instrumenter does not have by itself: mutants inside SQL, and a sample. It takes no mutators from outside, so
// they are put into its own list, whose place is private: the version in package.json is exact.
import { createHash } from "node:crypto";
import { changesOf, type Kind, kinds, mark } from "./sql.ts";

interface Quasi {
  value: { raw: string; cooked?: string | null };
}

/** As much of Babel's nodes as is needed here. */
interface Node {
  type: string;
  quasi?: { quasis: Quasi[]; expressions: unknown[] };
  loc?: { start: { line: number; column: number } };
}

interface Path {
  node: Node;
  parent?: Node;
  hub?: { file?: { opts?: { filename?: string } } };
}

interface Mutator {
  name: string;
  mutate: (path: Path, options: unknown) => Iterable<Node>;
}

/** One in so many mutants, chosen by a seed: the same ones as long as their place in the file stays. */
export interface Sample {
  oneIn: number;
  seed: number;
}

export async function extendMutators(sample: Sample): Promise<void> {
  const at = new URL("mutators/mutate.js", import.meta.resolve("@stryker-mutator/instrumenter"));
  const { allMutators } = (await import(at.href)) as { allMutators: Mutator[] };
  const own = allMutators.map((each) => (each.name === "StringLiteral" ? sparingSql(each) : each));
  allMutators.splice(0, allMutators.length, ...[...own, ...sqlMutators].map((each) => sampled(each, sample)));
}

/** A statement that is left empty is noticed by everything, and says nothing. */
const sparingSql = ({ name, mutate }: Mutator): Mutator => ({
  name,
  mutate: (path, options) => (path.parent?.type === "TaggedTemplateExpression" ? [] : mutate(path, options)),
});

const sqlMutators = kinds.map((kind): Mutator => ({
  name: kind,
  mutate: ({ node }) => (node.type === "TaggedTemplateExpression" ? changed(node, kind) : []),
}));

function changed(node: Node, kind: Kind): Node[] {
  const { quasis, expressions } = node.quasi!;
  const text = quasis.map(({ value }) => value.raw).join(mark);
  const count = (part: string) => part.split(mark).length - 1;
  return changesOf(text)
    .filter((change) => change.kind === kind)
    .map(({ start, end, by }) => {
      const pieces = (text.slice(0, start) + by + text.slice(end)).split(mark);
      const quasi = {
        ...node.quasi!,
        quasis: pieces.map((raw, index) => ({
          type: "TemplateElement",
          value: { raw, cooked: raw },
          tail: index === pieces.length - 1,
        })),
        expressions: expressions.toSpliced(count(text.slice(0, start)), count(text.slice(start, end))),
      };
      return { ...node, quasi };
    });
}

const sampled = ({ name, mutate }: Mutator, { oneIn, seed }: Sample): Mutator => ({
  name,
  mutate: (path, options) => {
    const mutants = [...mutate(path, options)];
    if (oneIn === 1) return mutants;
    const { line, column } = path.node.loc?.start ?? { line: 0, column: 0 };
    const file = (path.hub?.file?.opts?.filename ?? "").replace(/^.*\/src\//, "");
    return mutants.filter(
      (_, index) => draw(`${seed} ${file} ${line} ${column} ${name} ${index}`) % oneIn === 0,
    );
  },
});

const draw = (text: string) => createHash("sha256").update(text).digest().readUInt32BE();
