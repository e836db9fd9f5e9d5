// A letter half written stays on this phone for 24 hours, also without a network; after sending it is gone.
const KEY = "letter";
const DAY = 24 * 3600 * 1000;
const NAMES = ["topic", "place", "content", "anonymous", "name", "contact"];

export function keepLetter() {
  if (document.querySelector("[data-letter-sent]")) return forget();
  const form = document.querySelector("form[data-letter]");
  if (!form) return;
  restore(form);
  form.addEventListener("input", () => keep(form));
  form.addEventListener("submit", () => keep(form));
  tell(form);
}

function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing can have been kept where nothing may be kept.
  }
}

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    if (kept && Date.now() - kept.at < DAY) return kept.values;
  } catch {
    return null;
  }
  forget();
  return null;
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
  try {
    localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), values }));
  } catch {
    // A phone that keeps nothing: the page works all the same.
  }
}

function restore(form) {
  const kept = read();
  if (!kept || NAMES.some((name) => control(form, name)?.type !== "checkbox" && control(form, name)?.value)) return;
  for (const name of NAMES) {
    const found = control(form, name);
    if (found?.type === "checkbox") found.checked = kept[name] === "on";
    else if (found) found.value = kept[name] ?? "";
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
  });
  note.append(drop);
}
