// What comes from the server while somebody goes on takes nothing from them: it waits until what is pressed has been let go, for what is drawn
// anew moves away from under the finger and the click is lost; and what was typed or chosen since it was asked for stays.
import htmx from "htmx.org";

const PRESSABLE = "button, a[href], label, input, select, textarea, summary";
const TYPED = "input:not([type=hidden], [type=file]), select, textarea";

let isPressed = false;
const waiting = new Map();
const changed = new WeakMap();

export function keepPresses() {
  addEventListener("pointerdown", (event) => hold(event.target.closest?.(PRESSABLE)), true);
  addEventListener("keydown", (event) => event.key === " " && hold(event.target.closest?.("button, summary, [type=checkbox], [type=radio]")), true);
  for (const end of ["pointerup", "pointercancel", "keyup"]) addEventListener(end, letGo, true);
  // Of the window, not of what is in it.
  addEventListener("blur", letGo);
  // Of a press on a scroll bar no browser tells the end.
  addEventListener("pointermove", (event) => event.buttons === 0 && letGo(), true);
  addEventListener("input", noteChange, true);
  addEventListener("change", noteChange, true);
  document.addEventListener("htmx:before:request", (event) => {
    waiting.delete(event.detail.ctx.sourceElement);
    changed.set(event.detail.ctx.sourceElement, new Set());
  });
  document.addEventListener("htmx:before:swap", (event) => draw(event, event.detail.ctx));
}

function hold(pressed) {
  if (pressed) isPressed = true;
}

function letGo() {
  if (!isPressed) return;
  isPressed = false;
  // The click, and what it does, come after the release.
  setTimeout(() => {
    if (isPressed) return;
    const answers = [...waiting.values()];
    waiting.clear();
    for (const answer of answers) if (answer.sourceElement.isConnected) htmx.swap(answer);
  });
}

function noteChange(event) {
  if (!event.target.matches?.(TYPED)) return;
  for (let around = event.target; around; around = around.parentElement) changed.get(around)?.add(event.target.name);
}

function draw(event, answer) {
  if (isPressed) {
    event.preventDefault();
    waiting.set(answer.sourceElement, answer);
    return;
  }
  const region = answer.target;
  const names = changed.get(answer.sourceElement) ?? new Set();
  const kept = controls(region).filter((control) => names.has(control.name)).map((control) => [mark(control), control.value, control.checked, chosen(control)]);
  const focused = region.contains(document.activeElement) ? document.activeElement : null;
  const selection = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  document.addEventListener("htmx:after:swap", () => putBack(document.getElementById(region.id) ?? region, kept, focused, selection), { once: true });
}

function putBack(region, kept, focused, selection) {
  const drawn = new Map(controls(region).map((control) => [mark(control), control]));
  for (const [name, value, checked, options] of kept) {
    const control = drawn.get(name);
    if (!control) continue;
    if (control.type === "checkbox" || control.type === "radio") control.checked = checked;
    else if (options) for (const option of control.options) option.selected = options.includes(option.value);
    else if (control.value !== value) control.value = value;
  }
  const again = focused && !focused.isConnected ? (document.getElementById(focused.id) ?? drawn.get(mark(focused))) : null;
  again?.focus({ preventScroll: true });
  if (again && selection?.[0] != null) again.setSelectionRange(...selection);
}

function controls(region) {
  return [...region.querySelectorAll(TYPED)];
}

/** Several that are ticked one by one have one name. */
function mark(control) {
  return control.type === "checkbox" || control.type === "radio" ? `${control.name}=${control.value}` : control.name;
}

function chosen(control) {
  return control.options ? [...control.options].filter((option) => option.selected).map((option) => option.value) : null;
}
