// A letter half written stays on this phone for 24 hours, also without a network; after sending it is gone.
// Each step has an address of its own, filled from what is kept: Back, Forward and reload lose nothing and send nothing.
const KEY = "letter";
const SENT = "letter-sent";
const DAY = 24 * 3600 * 1000;
const NAMES = ["topic", "place", "content", "about_conduct", "anonymous", "name", "contact", "keep_identity"];

export function keepLetter() {
  const sent = document.querySelector("[data-letter-sent]");
  if (sent) return forget(sent.dataset.letterSent);
  const form = document.querySelector("form[data-letter]");
  if (!form) return;
  if (form.hasAttribute("data-blank")) fill(form);
  else if (keep(form)) history.replaceState(null, "", address(form));
  form.addEventListener("input", () => keep(form));
  form.addEventListener("submit", () => keep(form));
  // A page that the browser held on to knows nothing of what was typed on the steps after it.
  addEventListener("pageshow", (event) => event.persisted && fill(form));
  tell(form);
}

function address(form) {
  const { step, about } = Object.fromEntries(["step", "about"].map((name) => [name, control(form, name).value]));
  const asked = new URLSearchParams([...(step > 1 ? [["step", step]] : []), ...(about ? [["about", about]] : [])]);
  return `/letters${asked.size ? `?${asked}` : ""}`;
}

function forget(seenAgainAt = "") {
  try {
    localStorage.removeItem(KEY);
    if (seenAgainAt) sessionStorage.setItem(SENT, seenAgainAt);
  } catch {
    // Nothing can have been kept where nothing may be kept.
  }
}

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    if (kept && Date.now() - kept.at < DAY) return kept;
  } catch {
    return null;
  }
  forget();
  return null;
}

function whereSent() {
  try {
    return sessionStorage.getItem(SENT) ?? "/letters";
  } catch {
    return "/letters";
  }
}

function control(form, name) {
  return form.querySelector(`[name="${name}"]`);
}

function keep(form) {
  const values = {};
  for (const name of NAMES) {
    const found = control(form, name);
    if (found) values[name] = found.type === "checkbox" ? (found.checked ? "on" : "") : found.value;
  }
  const photos = [...form.querySelectorAll('[name="photo_id"]')]
    .filter((one) => one.type !== "checkbox" || one.checked)
    .map((one) => ({ id: one.value, name: one.dataset.name }));
  try {
    localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), values, photos }));
    return true;
  } catch {
    // A phone that keeps nothing: the page works all the same.
    return false;
  }
}

function fill(form) {
  const kept = read();
  if (!kept) {
    // Past the first step without a letter: it was sent, or taken away.
    if (form.dataset.step !== "1") location.replace(whereSent());
    return;
  }
  for (const name of NAMES) {
    const found = control(form, name);
    if (found?.type === "checkbox") found.checked = kept.values[name] === "on";
    else if (found) found.value = kept.values[name] ?? "";
  }
  fillPhotos(form, kept.photos ?? []);
  showAll(form, kept.values, kept.photos ?? []);
  // What hangs on a field, such as the count of its characters, follows.
  control(form, "anonymous")?.dispatchEvent(new Event("change", { bubbles: true }));
  control(form, "content")?.dispatchEvent(new Event("input", { bubbles: true }));
}

function fillPhotos(form, photos) {
  for (const old of form.querySelectorAll('[name="photo_id"]')) (old.closest("li") ?? old).remove();
  const list = form.querySelector("[data-chosen]");
  for (const photo of photos) {
    const input = Object.assign(document.createElement("input"), { name: "photo_id", value: photo.id, type: list ? "checkbox" : "hidden" });
    input.dataset.name = photo.name;
    if (!list) {
      form.append(input);
      continue;
    }
    input.checked = true;
    const label = Object.assign(document.createElement("label"), { className: "choice" });
    const name = document.createElement("span");
    name.textContent = photo.name;
    label.append(input, name);
    const item = document.createElement("li");
    item.append(label);
    list.append(item);
  }
}

function showAll(form, values, photos) {
  for (const shown of form.querySelectorAll("[data-shows]")) {
    const what = shown.dataset.shows;
    if (what === "photos") {
      shown.textContent = photos.map((photo) => photo.name).join(shown.dataset.wordsComma);
      shown.hidden = shown.previousElementSibling.hidden = photos.length === 0;
    } else if (what === "who") {
      shown.textContent = values.anonymous ? shown.dataset.wordsAnonymous : `${values.name} ${values.contact}`;
    } else if (what === "kept") {
      const kept = values.about_conduct === "on" || (!values.anonymous && values.keep_identity === "on");
      shown.hidden = shown.previousElementSibling.hidden = !kept;
    } else shown.textContent = values[what] ?? "";
  }
}

function tell(form) {
  const note = form.querySelector("[data-kept]");
  if (!note) return;
  note.textContent = `${note.dataset.kept} `;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "button button--quiet button--small link";
  drop.textContent = note.dataset.wordsDrop;
  drop.addEventListener("click", () => {
    forget();
    for (const name of NAMES) {
      const found = control(form, name);
      if (found?.type === "checkbox") found.checked = false;
      else if (found) found.value = "";
    }
    fillPhotos(form, []);
  });
  note.append(drop);
}
