/** What is said of the people in a picture before it is published: nobody can be recognised, all agreed, or covered. */
export const peopleAnswers = ["none", "agreed", "covered"] as const;
export type People = (typeof peopleAnswers)[number];

export function isPeople(text: string): text is People {
  return (peopleAnswers as readonly string[]).includes(text);
}
