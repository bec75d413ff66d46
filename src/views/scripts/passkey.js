// Asks the browser for a passkey, and sends the form with what it says. Without this, pages have another way in: codes.
const place = document.querySelector("[data-passkey]");
const { get, create, from, to, words } = JSON.parse(place.dataset.passkey);
const button = place.querySelector("button");
const said = place.querySelector("[role=alert]");
const { form } = button;

if (window.PublicKeyCredential) {
  place.hidden = false;
  document.querySelector("[data-without-passkeys]")?.remove();
}

button.addEventListener("click", async () => {
  // What else the form asks for, but the code that this is in the place of; from nobody whose name is not known yet.
  const needed = [...form.elements].filter((field) => !from && field.name !== "code");
  if (!needed.every((field) => field.reportValidity())) return;
  button.disabled = true;
  said.textContent = "";
  try {
    const asked = await (create ? make() : use());
    send(answerOf(asked));
  } catch (error) {
    said.textContent = error.name === "InvalidStateError" ? words.known : words.failed;
  }
  button.disabled = false;
});

// Enter in a field of a form without another button.
form.addEventListener("submit", (event) => {
  if (!create || form.elements.passkey) return;
  event.preventDefault();
  button.click();
});

// Whoever goes back to this page has answered an earlier question.
window.addEventListener("pageshow", () => form.elements.passkey?.remove());

async function use() {
  const options = get ?? (await fetchOptions());
  const allowCredentials = options.allowCredentials.map(described);
  const publicKey = { ...options, challenge: bytesOf(options.challenge), allowCredentials };
  return navigator.credentials.get({ publicKey });
}

async function fetchOptions() {
  const response = await fetch(from, { method: "POST" });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

function make() {
  const name = form.elements.passkeyName.value.trim();
  // One that is to open by itself is found by the browser, and makes sure who holds it; any other leaves as little as can be.
  const alone = form.elements.alone.checked;
  const publicKey = {
    ...create,
    challenge: bytesOf(create.challenge),
    user: { id: bytesOf(create.user.id), name, displayName: name },
    excludeCredentials: create.excludeCredentials.map(described),
    authenticatorSelection: {
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      userVerification: alone ? "required" : "preferred",
    },
  };
  return navigator.credentials.create({ publicKey });
}

function send(answer) {
  form.append(
    Object.assign(document.createElement("input"), { type: "hidden", name: "passkey", value: answer }),
  );
  // Not by its property, which a field of that name hides.
  if (to) form.setAttribute("action", to);
  // A passphrase that was typed and is not asked for stays here.
  if (from) form.elements.passphrase.value = "";
  form.noValidate = true;
  form.requestSubmit();
}

/** As Web Authentication, 5.1, writes it in JSON. By hand: not every browser has a way, and some keepers of passwords break it. */
function answerOf({ rawId, type, response }) {
  const written = { clientDataJSON: textOf(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) written[name] = textOf(response[name]);
  }
  if (create) written.transports = response.getTransports?.() ?? [];
  const id = textOf(rawId);
  return JSON.stringify({ id, rawId: id, type, response: written, clientExtensionResults: {} });
}

function described(credential) {
  return { ...credential, id: bytesOf(credential.id) };
}

function bytesOf(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (each) => each.charCodeAt(0));
}

function textOf(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
