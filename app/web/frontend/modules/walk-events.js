// Steps from event to event. The next page is put in place of the one that is shown: between two pages of a browser keys are lost.
import htmx from "htmx.org";

/** replay: gives the part that is shown. prepare: makes a new one work. */
export function walk(replay, prepare) {
  let wanted = place(replay());
  let asked = new AbortController();
  let query = location.search;
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-by]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const last = Number(replay().querySelector(".scrubber__range").max);
    // From what was asked for last, which need not be shown yet.
    wanted = Math.min(Math.max(wanted + Number(link.dataset.by), 1), last);
    tell(replay(), wanted);
    const address = new URL(link.href);
    address.searchParams.set("event", wanted);
    asked.abort();
    asked = new AbortController();
    const next = await fetched(address, asked.signal);
    if (!next) return;
    put(replay(), next, address);
    query = location.search;
    prepare(replay());
  });
  // A leap within the page comes here too, and changes nothing of what is shown.
  addEventListener("popstate", () => location.search !== query && location.reload());
}

function place(page) {
  return Number(page.querySelector(".scrubber__range").value);
}

function tell(page, event) {
  page.querySelector(".scrubber__range").value = event;
  page.querySelector("[data-shown]").textContent = event;
}

/** The page at an address; none where a later step has overtaken it, or where the browser has to go there itself to be told why not. */
async function fetched(address, signal) {
  try {
    const answer = await fetch(address, { signal });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && found.querySelector("[data-replay]")) return found;
  } catch (error) {
    if (error.name === "AbortError") return null;
  }
  location.assign(address);
  return null;
}

function put(shown, found, address) {
  const focused = document.activeElement?.closest("[data-key-action], #scrub");
  const again = focused?.id ? `#${focused.id}` : `[data-key-action="${focused?.dataset.keyAction}"]`;
  const next = document.adoptNode(found.querySelector("[data-replay]"));
  shown.replaceWith(next);
  document.title = found.title;
  history.pushState(null, "", address);
  htmx.process(next);
  if (focused) next.querySelector(again)?.focus();
  const canvas = next.querySelector("[data-diagram]");
  if (canvas) import("./diagram.js").then(({ showDiagram }) => showDiagram(canvas));
}
