// Helps with writing: saves the draft, shows the preview beside, counts, takes pictures that are dropped or pasted. The
// form works whole without it. Nothing is kept in the browser: a phone that is seized must not hold drafts.
const form = document.getElementById("compose");
const tools = document.getElementById("writing");
const beside = document.getElementById("beside");
const { source, file } = form.elements;
const words = JSON.parse(tools.dataset.words);
const language = document.documentElement.lang;
const second = 1000;

const numbers = new Intl.NumberFormat(language);
const sizes = new Intl.NumberFormat(language, { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 });
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const [count, saved, told] = ["count", "saved", "told"].map((name) =>
  tools.querySelector(`.writing-${name}`),
);

/** Said aloud by screen readers, too. What is saved every few seconds is only shown. */
function tell(text, link) {
  if (told.textContent !== text || link) told.replaceChildren(text, ...(link ? [" ", link] : []));
  if (text) saved.textContent = "";
}

/** What was typed; pictures go with the buttons alone. */
function fields() {
  const data = new FormData(form);
  data.delete("file");
  return data;
}

const post = (path, options) =>
  fetch(path, { method: "POST", body: fields(), headers: { Accept: "application/json" }, ...options });

// The draft.

const quiet = 4 * second;
const longest = 30 * second;
const longestPause = 300 * second;
/** In characters: what a page that is put away still sends may have 64 KiB. */
const keepAlive = 10_000;

let unsaved = 0;
let timer;
let saving;
let pause = quiet;
let notBefore = 0;
let stopped = !form.dataset.autosave;
let leaving = false;
let ours = "";

function schedule() {
  clearTimeout(timer);
  const at = Math.max(Math.min(Date.now() + quiet, unsaved + longest), notBefore);
  if (!stopped) timer = setTimeout(save, Math.max(at - Date.now(), 0));
}

function save({ aloud = false } = {}) {
  clearTimeout(timer);
  if (saving || stopped || leaving || unsaved === 0) return;
  saving = send(aloud).finally(() => {
    saving = undefined;
    if (unsaved > 0) schedule();
  });
}

async function send(aloud) {
  const since = unsaved;
  unsaved = 0;
  const signal = AbortSignal.timeout(30 * second);
  const keepalive = document.hidden && source.value.length < keepAlive;
  try {
    const response = await post(form.dataset.autosave, { signal, keepalive });
    const answer = await response.json().catch(() => ({}));
    if (response.ok && answer.id) taken(answer, aloud);
    else refused(response.status, answer, since);
  } catch {
    refused(0, {}, since);
  }
}

function taken({ id, version, path, saved: text }, aloud) {
  pause = quiet;
  for (const [name, value] of Object.entries({ draftId: id, version })) form.elements[name].value = value;
  // A tab that crashes comes back with this address, and with the text.
  history.replaceState(null, "", path);
  if (aloud || told.textContent === ours) tell((ours = aloud ? text : ""));
  if (!aloud) saved.textContent = text;
}

function refused(status, { message, theirs }, since) {
  unsaved = Math.min(since, unsaved || since);
  if (status === 409 && message) {
    stopped = true;
    const link = theirs && document.createElement("a");
    if (link) Object.assign(link, { href: theirs, target: "_blank", textContent: words.theirs });
    tell(message, link);
  } else if (status === 401 || status === 403) {
    stopped = true;
    tell(message ?? words.signedOut);
  } else {
    pause = Math.min(pause * 2, longestPause);
    notBefore = Date.now() + pause;
    tell((ours = message ?? words.notSaved));
  }
}

form.addEventListener("input", ({ target }) => {
  if (target === file) return;
  unsaved ||= Date.now();
  schedule();
});

document.addEventListener("visibilitychange", () => document.hidden && save());

// What came back with a preview or with an error stands nowhere else.
if ("unsaved" in form.dataset && source.value !== "") {
  unsaved = Date.now();
  schedule();
}

// A draft that is being saved gets a new version: what is sent meanwhile would seem to be somebody else's.
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (saving) {
    event.preventDefault();
    event.stopImmediatePropagation();
    saving.finally(() => form.requestSubmit(event.submitter));
  } else leaving = true;
});

window.addEventListener("pageshow", () => (leaving = false));
window.addEventListener("beforeunload", (event) => {
  if (!leaving && (unsaved > 0 || saving || file.files.length > 0)) event.preventDefault();
});

// The preview.

const toggle = tools.querySelector("button");
let previewTimer;
let previewing;

async function preview() {
  if (beside.hidden) return;
  previewing?.abort();
  previewing = new AbortController();
  try {
    const response = await post(tools.dataset.preview, {
      signal: previewing.signal,
      headers: { Accept: "text/html" },
    });
    if (!response.ok) throw new Error(response.statusText);
    const { body } = new DOMParser().parseFromString(await response.text(), "text/html");
    beside.replaceChildren(...document.adoptNode(body).childNodes);
  } catch (error) {
    if (error.name !== "AbortError") tell(words.noPreview);
  }
}

form.addEventListener("input", () => {
  clearTimeout(previewTimer);
  previewTimer = setTimeout(preview, 0.6 * second);
});

toggle.addEventListener("click", () => {
  beside.hidden = !beside.hidden;
  toggle.setAttribute("aria-pressed", String(!beside.hidden));
  form.classList.toggle("with-beside", !beside.hidden);
  preview();
});

// Counting.

const perMinute = 220;
/** Characters that are left when it is said. */
const near = [0, 20, 100];
const lastSaid = new WeakMap();
const lengths = new WeakMap();
let countTimer;

function countText() {
  const segments = new Intl.Segmenter(form.elements.language.value || language, { granularity: "word" });
  let wordCount = 0;
  for (const { isWordLike } of segments.segment(source.value)) if (isWordLike) wordCount++;
  const characters = [...source.value].length;
  const minutes = Math.ceil(wordCount / perMinute);
  const values = { characters, words: wordCount, minutes };
  for (const name of Object.keys(values)) values[name] = numbers.format(values[name]);
  count.textContent = fill(words.counts, values);
}

function showLength(field) {
  const { maxLength, value } = field;
  if (!(maxLength > 0)) return;
  const left = maxLength - value.length;
  const step = near.findIndex((limit) => left <= limit);
  if (!lengths.has(field)) {
    const shown = Object.assign(document.createElement("p"), { className: "hint length" });
    lengths.set(field, shown);
    field.after(shown);
  }
  const isShown = step >= 0 || field.name.startsWith("description-");
  lengths.get(field).textContent = isShown
    ? `${numbers.format(value.length)} / ${numbers.format(maxLength)}`
    : "";
  const before = lastSaid.get(field) ?? -1;
  lastSaid.set(field, step);
  if (step >= 0 && step !== before) tell(fill(words.left, { n: numbers.format(left) }));
}

form.addEventListener("input", ({ target }) => {
  showLength(target);
  if (target !== source && target !== form.elements.language) return;
  clearTimeout(countTimer);
  countTimer = setTimeout(countText, 0.3 * second);
});

// Pictures that are dropped or pasted.

const list = document.createElement("ul");
list.className = "chosen";
file.after(list);

function choose(files) {
  const kinds = file.accept.split(",");
  const room = Math.max(tools.dataset.pictures - form.querySelectorAll("input[name=picture]").length, 0);
  const chosen = new DataTransfer();
  const wrong = files.filter(({ type }) => !kinds.includes(type));
  const right = files.filter(({ type }) => kinds.includes(type));
  for (const each of right.slice(0, room)) chosen.items.add(each);
  file.files = chosen.files;
  const problems = [
    [words.wrongKind, wrong],
    [words.tooMany, right.slice(room)],
  ].filter(([, left]) => left.length > 0);
  tell(
    problems.map(([text, left]) => fill(text, { names: left.map(({ name }) => name).join(", ") })).join(" "),
  );
  list.replaceChildren(...[...file.files].map(chosenItem));
}

function chosenItem(picture, at) {
  const item = document.createElement("li");
  const name = Object.assign(document.createElement("bdi"), { textContent: picture.name });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet" });
  Object.assign(button, { textContent: words.remove, ariaLabel: `${words.remove}: ${picture.name}` });
  button.addEventListener("click", () => {
    choose([...file.files].toSpliced(at, 1));
    (list.querySelector("button") ?? file).focus();
  });
  item.append(name, ` ${sizes.format(Math.ceil(picture.size / 1000))} `, button);
  return item;
}

file.addEventListener("change", () => choose([...file.files]));

const carriesFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
for (const name of ["dragover", "drop"]) {
  document.addEventListener(name, (event) => {
    if (!carriesFiles(event)) return;
    // Beside the form the browser would open the picture, and the text would be gone.
    event.preventDefault();
    if (name === "drop") choose([...file.files, ...event.dataTransfer.files]);
  });
}

form.addEventListener("paste", (event) => {
  const { files, types } = event.clipboardData;
  // Of what is copied from a text, the picture is the lesser part.
  if (files.length === 0 || types.includes("text/plain")) return;
  event.preventDefault();
  choose([...file.files, ...files]);
});

// The keyboard.

function surround(before, after) {
  const { selectionStart: start, selectionEnd: end, value } = source;
  const text = value.slice(start, end);
  // Unlike setRangeText, it can be undone, and says that something was typed.
  document.execCommand("insertText", false, before + text + after);
  const inside = start + before.length;
  source.setSelectionRange(inside, inside + text.length);
}

const marks = { b: ["**", "**"], i: ["*", "*"], k: ["[", "](https://)"] };

form.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (event.isComposing || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (key in marks && event.target === source) surround(...marks[key]);
  else if (key === "s") save({ aloud: true });
  else if (key === "enter") form.requestSubmit(form.querySelector('button[value="preview"]'));
  else return;
  event.preventDefault();
});

for (const each of document.querySelectorAll("[data-with-script]")) each.hidden = false;
for (const each of form.querySelectorAll('[name^="description-"]')) showLength(each);
countText();
