import type { Cover } from "../../cover.ts";
import { plural } from "../plural.ts";

const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
const part = (number: number) => percent.format(number / 100);

/** The people in pictures: who can be recognised, and how their faces are covered. */
export const faces = {
  question: "Can anybody be recognised in it?",
  answers: {
    none: { label: "No", hint: "Nobody, not by a tattoo or a banner of their own either." },
    agreed: { label: "Yes, and everybody agreed", hint: "To this picture, on this site, in public." },
    covered: {
      label: "They are covered",
      hint: "With “Cover faces”, below. This answer alone covers nothing.",
    },
    "covered-before": {
      label: "They were covered before the upload",
      hint: "Solidly: what is blurred can be made out again.",
    },
  },

  cover: "Cover faces",
  title: "Cover faces",
  twoPresses:
    "Press on one corner of a face, then on the opposite corner. The rectangle between them turns black. Do so for each face.",
  intro:
    "Cover tattoos, badges and banners with a name, too. On a phone, enlarge the page first. The rectangle gets a little larger than drawn, so that nothing shines through at its edges.",
  firstCorner: "Press on the first corner of a face.",
  secondCorner: "Now press on the opposite corner.",
  forgetCorner: "Not this corner",
  covers: plural("en", { one: "{n} rectangle", other: "{n} rectangles" }),
  where: ({ x, y, width, height }: Cover) =>
    `${part(x)} from the left, ${part(y)} from the top, ${part(width)} wide, ${part(height)} high`,
  remove: "Take it away",
  byNumbers: "By numbers, without a mouse",
  byNumbersHint: "In percent of the picture’s width and height, from its upper left corner.",
  numbers: { x: "From the left", y: "From the top", width: "Width", height: "Height" },
  addNumbers: "Add this rectangle",
  /** With a script, on the picture itself. */
  drawing: {
    hint: "Drag over each face, with a finger or a mouse. Drag a rectangle to move it, its corners to change it.",
    keys: "With keys: the arrows move the chosen one, Shift and the arrows change its size, Delete takes it away.",
    add: "Add a rectangle",
    remove: "Take the chosen one away",
    undo: "Undo",
    rectangle: "Rectangle {n}: {x} from the left, {y} from the top, {width} wide, {height} high",
    removed: "Taken away.",
    undone: "Undone. Rectangles: {n}",
    nothing: "There is nothing to undo.",
    tooMany: "A picture can hold 100 rectangles.",
  },
  afterwards:
    "A new picture is made of this one, and the uncovered one is deleted from the server. That cannot be undone. Keep no copy on your phone that you do not need.",
  submit: "Cover them for good",
  coveredNow: "Covered. The uncovered picture is deleted from the server.",
  back: "Back without covering",

  takesApproval:
    "This picture stands in a text that is approved. Covering takes the approval back at once: an editor has to approve it again.",
  takesTime: (date: string) =>
    `This picture stands in a text that is scheduled for ${date}. Covering takes it off the schedule at once: an editor has to approve it again.`,
  tookApproval:
    "The text with this picture was approved. It is no longer: an editor has to approve it again.",
  tookTime:
    "The text with this picture was scheduled. It is off the schedule and does not go out: an editor has to approve it again.",
  toDraft: "To the draft",

  undescribedTitle: "Pictures without a description",
  undescribedText: "People who cannot see them do not know what is there. Press on one to describe it.",
  describe: "Describe this picture",

  publishedTitle: "Cover faces in a published picture",
  publishedText: [
    "For when somebody does not want to be seen any more. The covered picture takes the place of this one on the site, in every version of the post. The uncovered one is deleted, and its address leads nowhere.",
    "The servers of your followers get the change. What others have copied meanwhile, nobody can call back.",
  ],
  anewTitle: "Where other servers keep the old picture",
  anewText: [
    "Some servers show a changed text and go on showing the old picture. If that is dangerous, delete the post after covering: servers are asked to delete it with its pictures. The form then opens with the same text and the covered picture, to be published as a new post.",
    "The new post has another address, and the replies, likes and boosts of this one are lost.",
  ],
  anew: "Delete it, and publish anew",
};
