// Keys of the pages. Single keys can be switched off in the preferences; none acts in a field or while an input method composes.
import { openDialog } from "./focus.js";
import { clearSelection, hasSelection, toggleRow } from "./select-rows.js";

const singleKeys = document.body.dataset.singleKeys !== "off";
const ROW = ".taskrow, [data-row]";
/** Keys that go from place to place: a page takes those that it has something for. */
const PLACES = /^(Arrow(Left|Right)|Home|End|Page(Up|Down))$/;
const layer = document.getElementById("keys-layer");

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    // 229: what browsers report while an input method works, some without isComposing.
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.key === "Enter" && event.ctrlKey) submit(event);
    else if (event.key === "Escape") close(event);
    else if (!event.ctrlKey && singleKeys && !isField(event.target)) single(event);
  });
  document.querySelector("[data-close-keys]")?.addEventListener("click", () => showKeys(false));
}

function isField(target) {
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  // A scrubber is gone along by the keys of its page: its own PageDown would lead back.
  return target.matches("input") && !["checkbox", "radio", "button", "submit", "range"].includes(target.type);
}

function single(event) {
  const key = event.key;
  const dialog = openDialog();
  if (key === "?") showKeys(layer?.hidden);
  else if (dialog) return;
  else if (key === "/") document.getElementById("q")?.focus();
  else if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (key.toLowerCase() === "x") toggleRow(focusedRow(), key === "X");
  else if (/^[1-9]$/.test(key)) press(`[data-tab="${key}"]`);
  else if (/^[-+a-z]$/.test(key)) press(hasSelection() ? `[data-bulk-key="${key}"]` : `[data-key-action="${key}"]`);
  else if (PLACES.test(key) && document.querySelector(`[data-key-action="${key}"]`)) press(`[data-key-action="${key}"]`);
  else return;
  // Browsers search or scroll on some of these; the page has answered.
  event.preventDefault();
}

function press(selector) {
  document.querySelector(selector)?.click();
}

function focusedRow() {
  return document.activeElement?.closest?.(ROW) ?? document.querySelector(".taskrow--open, [data-row][aria-current]");
}

function move(step) {
  const rows = [...document.querySelectorAll(ROW)];
  const at = rows.indexOf(focusedRow());
  const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
  const link = next?.querySelector(".taskrow__title, [data-row-link]");
  link?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function submit(event) {
  const form = openDialog()?.querySelector("form") ?? event.target.closest?.("main form") ?? document.querySelector("[data-submit]")?.form;
  const button = form?.querySelector("button[type=submit]:not([formnovalidate])") ?? document.querySelector("[data-submit]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(button?.form === form ? button : undefined);
}

function close(event) {
  const dialog = openDialog();
  if (layer && !layer.hidden) showKeys(false);
  else if (dialog?.dataset.close) location.assign(dialog.dataset.close);
  else if (isField(event.target)) event.target.blur();
  else if (hasSelection()) clearSelection();
  else document.querySelector("[data-close-task], [data-back]")?.click();
}

let before = null;
function showKeys(shown) {
  if (!layer) return;
  if (shown) before = document.activeElement;
  layer.hidden = !shown;
  layer.querySelector("dialog").open = shown;
  if (shown) layer.querySelector("button").focus();
  else before?.focus?.();
}
