// The replay of a case: the scrubber goes where it is let go, the check of the case marks each event, the link is copied.
// Without this file the same is done by links.
import { walk } from "./walk-events.js";

const replay = () => document.querySelector("[data-replay]");

export function replayCase() {
  if (!replay()) return;
  prepare(replay());
  document.addEventListener("htmx:after:settle", () => markEvents(replay()));
  document.addEventListener("htmx:response:error", () => stopped(replay()));
  document.addEventListener("htmx:error", () => stopped(replay()));
  walk(replay, prepare);
}

function prepare(page) {
  const list = page.querySelector(".replay__scroll");
  const here = list?.querySelector("[aria-current=step]");
  // The list alone, never the page.
  if (here) list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 2;
  const range = page.querySelector(".scrubber__range");
  const shown = page.querySelector("[data-shown]");
  range?.addEventListener("input", () => {
    shown.textContent = range.value;
  });
  range?.addEventListener("change", () => range.form.requestSubmit());
  const copy = page.querySelector("[data-copy]");
  copy?.addEventListener("click", async (event) => {
    if (!navigator.clipboard) return;
    event.preventDefault();
    await navigator.clipboard.writeText(copy.href);
    copy.querySelector("[data-copied]").hidden = false;
  });
}

/** Says of each event in the list what the check found, as far as it has come. */
function markEvents(page) {
  const seal = page.querySelector(".seal")?.dataset;
  if (!seal) return;
  const waiting = new Set(seal.waiting.split(" "));
  for (const mark of page.querySelectorAll("[data-seal-of]")) {
    const number = Number(mark.dataset.sealOf);
    const first = Number(seal.first);
    let state = number <= Number(seal.done) ? "verified" : "";
    if (waiting.has(mark.dataset.sealOf) && state) state = "waiting";
    if (first && number >= first) state = number === first ? "differs" : "";
    if (seal.state === "erased") state = "erased";
    mark.className = `events__seal${state ? ` events__seal--${state}` : ""}`;
    const words = page.dataset[`words${state ? state[0].toUpperCase() + state.slice(1) : "Checking"}`];
    mark.title = words;
    mark.querySelector(".visually-hidden").textContent = words;
  }
}

/** A check that could not be asked for is no verdict: the page says so, and the link beside it asks again. */
function stopped(page) {
  const words = page.querySelector(".seal__detail");
  if (words) words.textContent = page.dataset.wordsStopped;
}
