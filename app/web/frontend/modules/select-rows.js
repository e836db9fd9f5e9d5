// Rows that are selected for one action on several.
const bar = document.getElementById("bulk");
const count = document.querySelector("[data-bulk-count]");
let last = null;

function boxes() {
  return [...document.querySelectorAll("#rows input[type=checkbox]:not([disabled])")];
}

export function hasSelection() {
  return boxes().some((box) => box.checked);
}

export function clearSelection() {
  for (const box of boxes()) box.checked = false;
  show();
}

/** Select or free a row; with range, all rows from the last one on. */
export function toggleRow(row, range) {
  const box = row?.querySelector("input[type=checkbox]:not([disabled])");
  if (!box) return;
  const all = boxes();
  const [from, to] = [all.indexOf(range && last ? last : box), all.indexOf(box)].sort((a, b) => a - b);
  const checked = range ? true : !box.checked;
  for (const one of all.slice(from, to + 1)) one.checked = checked;
  last = box;
  show();
}

export function selectRows() {
  document.getElementById("rows")?.addEventListener("change", (event) => {
    last = event.target;
    show();
  });
  document.querySelector("[data-bulk-clear]")?.addEventListener("click", clearSelection);
  show();
}

function show() {
  if (!bar || !count) return;
  const number = boxes().filter((box) => box.checked).length;
  bar.hidden = number === 0;
  count.textContent = number === 1 ? count.dataset.one : count.dataset.many.replace("#", String(number));
}
