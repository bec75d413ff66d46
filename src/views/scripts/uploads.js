// Sends the chosen pictures one by one, and says how far it is. Without it they go with the form, which takes as long.
const form = document.querySelector("form:has([data-uploads])");
const chooser = form.querySelector('input[type="file"]');
const { path, largest, most, words } = JSON.parse(form.querySelector("[data-uploads]").dataset.uploads);
let [sending, sent] = [false, false];

form.addEventListener("submit", async (event) => {
  if (sending) return event.preventDefault();
  // Another script may hold the form back, and send it later.
  if (sent || event.defaultPrevented || chooser.files.length === 0) return;
  event.preventDefault();
  sending = true;
  const { submitter } = event;
  const files = [...chooser.files];
  const told = showProgress();
  const left = new DataTransfer();
  for (const [at, file] of files.entries()) {
    const full = form.querySelectorAll('input[name="picture"]').length >= most;
    const tell = (stage, sent) => told(stage, at + 1, files.length, sent);
    const id = full || file.size > largest ? undefined : await send(file, tell);
    if (id) form.append(hidden("picture", id));
    else left.items.add(file);
  }
  // What was refused, or finds no room, goes with the form: the answer says what is wrong with it.
  chooser.files = left.files;
  [sending, sent] = [false, true];
  form.requestSubmit(submitter);
});

// Who goes back to this page may choose others.
window.addEventListener("pageshow", () => (sent = false));

function hidden(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}

/** The id of the picture; undefined where it was refused or did not arrive. */
function send(file, tell) {
  const data = new FormData();
  data.append("csrf", form.elements.csrf.value);
  data.append("file", file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => tell("sending", loaded / total));
    request.upload.addEventListener("load", () => tell("working", 1));
    request.addEventListener("loadend", () => resolve(request.response?.id));
    request.send(data);
  });
}

function showProgress() {
  const bar = document.createElement("progress");
  const text = Object.assign(document.createElement("p"), { role: "status" });
  const note = Object.assign(document.createElement("div"), { className: "note uploads" });
  note.append(text, bar);
  chooser.closest(".field").after(note);
  return (stage, n, total, sent) => {
    const said = words[stage].replace("{n}", n).replace("{total}", total);
    if (text.textContent !== said) text.textContent = said;
    bar.value = sent;
  };
}
