/** What is said of the people in a picture before it is published: nobody can be recognised, all agreed, or covered. */
export const peopleAnswers = ["none", "agreed", "covered"] as const;

/** Covered before the picture came here is said only where somebody was asked: this server has painted nothing. */
export type People = (typeof peopleAnswers)[number] | "covered-before";

export function isPeople(text: string): text is People {
  return text === "covered-before" || (peopleAnswers as readonly string[]).includes(text);
}

/** A picture, and what is said of the people in it. */
export interface Looked {
  people: People | null;
  /** Whether this server has painted it. */
  painted: boolean;
}

/** Why it cannot be published yet. Who takes the answer for the act has covered nothing, and is asked. */
export function peopleProblem({
  people,
  painted,
}: Looked): "peopleUnanswered" | "peopleUncovered" | undefined {
  if (people === null) return "peopleUnanswered";
  return people === "covered" && !painted ? "peopleUncovered" : undefined;
}
