// Covers are drawn, moved and taken back on the picture itself. What is sent is the form as it is without this: there, two
// presses draw one. Numbers are percents of the picture, from its upper left corner.
const form = document.querySelector("form[data-drawing]");
const { src, most, words } = JSON.parse(form.dataset.drawing);
const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
const smallest = 0.5;
const corners = { nw: [1, 1], ne: [0, 1], sw: [1, 0], se: [0, 0] };

const image = new Image();
image.src = src;
image.alt = "";
image.draggable = false;
const stage = make("div", { className: "cover-stage" }, image);
const said = make("p", { className: "visually-hidden", role: "status" });
const undoButton = make("button", { type: "button", textContent: words.undo, onclick: undo });
const removeButton = make("button", { type: "button", textContent: words.remove, onclick: () => remove() });
const addButton = make("button", { type: "button", textContent: words.add, onclick: addInTheMiddle });

/** Each with its button on the picture and its field in the form. */
let covers = [];
let chosen;
let drag;
/** How it was before each step. */
const steps = [];

// Without the picture, the page stays as it was.
await image.decode();
const fields = [...form.querySelectorAll('input[name="cover"]')];
for (const field of fields) {
  const [x, y, width, height] = field.value.split(",").map(Number);
  field.remove();
  add({ x, y, width, height });
}
choose(undefined);
form.querySelector('input[name="corner"]')?.remove();
form.querySelector("[data-drawn-list]")?.remove();
const tools = make("p", { className: "actions" }, addButton, removeButton, undoButton);
const hint = make("p", {}, make("strong", { textContent: words.hint }));
const keys = make("p", { className: "hint", textContent: words.keys });
const pressed = form.querySelector("[data-pressed]");
pressed.replaceChildren(...pressed.querySelectorAll(".error"), hint, stage, tools, keys, said);
document.querySelector("[data-two-presses]")?.remove();

stage.addEventListener("pointerdown", (event) => {
  if (!event.isPrimary || event.button !== 0) return;
  const point = pointOf(event);
  const cover = covers.find(({ button }) => button.contains(event.target));
  const corner = corners[event.target.dataset.corner];
  const [right, below] = corner ?? [];
  drag = {
    before: snapshot(),
    cover,
    grip: cover && { x: point.x - cover.x, y: point.y - cover.y },
    anchor: cover ? corner && { x: cover.x + right * cover.width, y: cover.y + below * cover.height } : point,
  };
  stage.setPointerCapture(event.pointerId);
  choose(cover);
});

stage.addEventListener("pointermove", (event) => {
  if (!drag || !event.isPrimary) return;
  const point = pointOf(event);
  if (!drag.cover && covers.length >= most) return;
  drag.cover ??= add({ ...drag.anchor, width: 0, height: 0 });
  place(drag.cover, drag.anchor ? between(drag.anchor, point) : moved(drag.cover, point, drag.grip));
});

stage.addEventListener("pointerup", () => {
  if (!drag) return;
  const { before, cover } = drag;
  drag = undefined;
  if (!cover) return covers.length >= most ? say(words.tooMany) : undefined;
  if (cover.width < smallest || cover.height < smallest) return restore(before);
  if (JSON.stringify(before) !== JSON.stringify(snapshot())) steps.push(before);
  choose(cover);
  cover.button.focus({ preventScroll: true });
});

// Two fingers enlarge the page: what the first of them began is no rectangle.
stage.addEventListener("pointercancel", () => {
  if (drag) restore(drag.before);
  drag = undefined;
});

stage.addEventListener("keydown", (event) => {
  const cover = covers.find(({ button }) => button === event.target);
  if (!cover || event.isComposing) return;
  const [right, down] =
    { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [];
  if (event.key === "Delete" || event.key === "Backspace") remove(cover);
  else if (right === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  else {
    steps.push(snapshot());
    const { x, y, width, height } = cover;
    const end = { x: Math.max(x + width + right, x + 1), y: Math.max(y + height + down, y + 1) };
    place(cover, event.shiftKey ? between(cover, within(end)) : moved(cover, { x: x + right, y: y + down }));
    say(label(cover));
  }
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  const typing = event.isComposing || event.target.matches("input, textarea, select");
  if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || typing) return;
  event.preventDefault();
  undo();
});

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function add(rectangle) {
  const field = make("input", { type: "hidden", name: "cover" });
  const grips = Object.keys(corners).map((corner) => {
    const grip = make("span", { className: `grip grip-${corner}` });
    grip.dataset.corner = corner;
    return grip;
  });
  const button = make("button", { type: "button", className: "cover" }, ...grips);
  const cover = { ...rectangle, button, field };
  button.addEventListener("focus", () => choose(cover));
  covers.push(cover);
  stage.append(button);
  form.append(field);
  place(cover, rectangle);
  return cover;
}

function place(cover, { x, y, width, height }) {
  Object.assign(cover, { x: round(x), y: round(y), width: round(width), height: round(height) });
  const { style } = cover.button;
  style.left = `${cover.x}%`;
  style.top = `${cover.y}%`;
  style.width = `${cover.width}%`;
  style.height = `${cover.height}%`;
  cover.field.value = [cover.x, cover.y, cover.width, cover.height].join();
  cover.button.setAttribute("aria-label", label(cover));
}

function addInTheMiddle() {
  if (covers.length >= most) return say(words.tooMany);
  steps.push(snapshot());
  choose(add({ x: 45, y: 45, width: 10, height: 10 }));
  chosen.button.focus();
}

function remove(cover = chosen) {
  if (!cover) return;
  const at = covers.indexOf(cover);
  steps.push(snapshot());
  restore(snapshot().toSpliced(at, 1));
  (covers[at] ?? covers.at(-1))?.button.focus();
  if (covers.length === 0) addButton.focus();
  say(words.removed);
}

function undo() {
  const before = steps.pop();
  if (!before) return say(words.nothing);
  restore(before);
  say(words.undone.replace("{n}", covers.length));
}

function snapshot() {
  return covers.map(({ x, y, width, height }) => ({ x, y, width, height }));
}

function restore(rectangles) {
  for (const { button, field } of covers) {
    button.remove();
    field.remove();
  }
  covers = [];
  rectangles.forEach(add);
  choose(undefined);
}

function choose(cover) {
  chosen = cover;
  for (const each of covers) each.button.setAttribute("aria-pressed", String(each === cover));
  removeButton.disabled = !cover;
}

function label(cover) {
  const values = { n: covers.indexOf(cover) + 1 };
  for (const name of ["x", "y", "width", "height"]) values[name] = percent.format(cover[name] / 100);
  return words.rectangle.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function say(text) {
  said.textContent = text;
}

function pointOf({ clientX, clientY }) {
  const { left, top, width, height } = image.getBoundingClientRect();
  return within({ x: ((clientX - left) / width) * 100, y: ((clientY - top) / height) * 100 });
}

function within({ x, y }) {
  return { x: Math.min(Math.max(x, 0), 100), y: Math.min(Math.max(y, 0), 100) };
}

function between(one, other) {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  return { x, y, width: Math.abs(one.x - other.x), height: Math.abs(one.y - other.y) };
}

/** The whole of it stays on the picture. */
function moved({ width, height }, point, grip = { x: 0, y: 0 }) {
  const x = Math.min(Math.max(point.x - grip.x, 0), 100 - width);
  const y = Math.min(Math.max(point.y - grip.y, 0), 100 - height);
  return { x, y, width, height };
}

function round(number) {
  return Math.round(number * 100) / 100;
}
