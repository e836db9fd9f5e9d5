// Keeps what is being typed: on the server 2 s after the last change and on leaving, in this browser at once, so that neither a crash nor a
// lost connection takes it.
import { ago, now } from "./relative-times.js";

const WAIT = 2000;
const DAY = 24 * 3600 * 1000;
const PREFIX = "draft:";

export function keepDrafts() {
  const forms = [...document.querySelectorAll("form[data-draft]")].filter((form) => form.dataset.draft);
  forgetOld(forms.map((form) => form.dataset.draft));
  const drafts = forms.map((form) => new Draft(form));
  for (const draft of drafts) {
    draft.restore();
    draft.listen();
  }
  return { saveNow: () => Promise.all(drafts.map((draft) => draft.saveNow())) };
}

/** Drop copies of other pages that were sent and so arrived, and those older than a day. A page that says it failed takes them back as unsent. */
function forgetOld(here) {
  const failed = document.querySelector("[data-keep-drafts]");
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const kept = read(key);
    const arrived = kept?.sent && !failed && !here.some((address) => key.endsWith(` ${address}`));
    if (!kept || Date.now() - kept.at > DAY || arrived) localStorage.removeItem(key);
    else if (failed && kept.sent) localStorage.setItem(key, JSON.stringify({ ...kept, sent: false }));
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

class Draft {
  constructor(form) {
    this.form = form;
    this.key = `${PREFIX}${document.body.dataset.account} ${form.dataset.draft}`;
    this.shown = form.querySelector("[data-words-saved]") ?? document.getElementById("saved");
    this.savedAt = Date.parse(this.shown?.dataset.saved ?? "") || null;
    // Which draft of the server the typing goes on from, by the server's own time: this machine's clock decides nothing. Where the same page
    // asks again for words that were sent, the server says when it took the last ones.
    this.base = Date.parse(form.dataset.draftBase ?? "") || this.savedAt || 0;
    this.dirty = false;
    this.sent = false;
    this.leaving = false;
    this.timer = 0;
  }

  listen() {
    const changed = (event) => {
      if (event.target.type !== "file" && event.target.closest("form") === this.form) this.changed();
    };
    this.form.addEventListener("input", changed);
    this.form.addEventListener("change", changed);
    this.form.addEventListener("submit", (event) => {
      this.sent = true;
      clearTimeout(this.timer);
      if (event.submitter && "discard" in event.submitter.dataset) localStorage.removeItem(this.key);
      else this.keepHere();
    });
    window.addEventListener("beforeunload", () => {
      this.leaving = true;
    });
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
    // Back from the history's own copy of the page: it may be typed in again.
    window.addEventListener("pageshow", () => {
      this.sent = false;
      this.leaving = false;
    });
    setInterval(() => this.show(), 10_000);
  }

  changed() {
    this.dirty = true;
    this.leaving = false;
    this.keepHere();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.saveNow(), WAIT);
  }

  body() {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string") body.append(name, value);
    body.append("_version", this.form.dataset.draftVersion ?? "0");
    return body;
  }

  keepHere() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), base: this.base, body: this.body().toString(), sent: this.sent }));
    } catch {
      // A full or forbidden store of the browser: the server's copy remains.
    }
  }

  async saveNow() {
    if (!this.dirty || this.sent) return;
    clearTimeout(this.timer);
    this.dirty = false;
    this.say(this.shown?.dataset.wordsSaving);
    try {
      const answer = await fetch(this.form.dataset.draft, { method: "POST", body: this.body(), headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      this.base = Date.parse((await answer.json()).savedAt);
      this.savedAt = now();
      // The next page may have been drawn before this was saved: then what is kept here is newer than what it shows.
      if (this.leaving && !this.sent) this.keepHere();
      else if (!this.dirty && !this.sent) localStorage.removeItem(this.key);
      this.show();
    } catch {
      this.dirty = true;
      this.say(this.shown?.dataset.wordsFailed);
      this.timer = setTimeout(() => this.saveNow(), 5 * WAIT);
    }
  }

  leave() {
    if (this.dirty && !this.sent) navigator.sendBeacon(this.form.dataset.draft, this.body());
  }

  /** Put back what a crash or a lost connection left in this browser, unless another machine has saved since. */
  restore() {
    const kept = read(this.key);
    if (!kept || kept.base < this.base || document.getElementById("errors")) return;
    const values = new URLSearchParams(kept.body);
    for (const control of this.form.elements) {
      if (!control.name || control.name.startsWith("_") || control.type === "file") continue;
      const found = values.getAll(control.name);
      if (control.type === "checkbox" || control.type === "radio") control.checked = found.includes(control.value);
      else if (control.multiple) for (const option of control.options) option.selected = found.includes(option.value);
      else if (values.has(control.name)) control.value = found[found.length - 1];
    }
    // One change event lets the server show what these answers show.
    this.form.querySelector("#task-fields :is(input, select, textarea)")?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  say(words) {
    if (this.shown && words) this.shown.textContent = words;
  }

  show() {
    const found = !this.dirty && this.savedAt && ago(this.savedAt);
    if (found) this.say(`${this.shown?.dataset.wordsSaved}${document.body.dataset.comma}${found}`);
  }
}
