// Focus goes to what has to be read first, and stays inside an open dialog.
const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select:not([disabled]), textarea:not([disabled])";

export function takeFocus() {
  const dialog = openDialog();
  const first = dialog ? dialog.querySelector("[aria-invalid] , input:not([type=hidden]), select, textarea") : document.querySelector("[data-take-focus]");
  first?.focus();
}

export function openDialog() {
  return document.querySelector(".dialog__layer:not([hidden]) dialog[open]");
}

export function trapFocus() {
  document.addEventListener("keydown", (event) => {
    const dialog = event.key === "Tab" && openDialog();
    if (!dialog) return;
    const all = [...dialog.querySelectorAll(FOCUSABLE)];
    const edge = event.shiftKey ? all[0] : all[all.length - 1];
    if (document.activeElement === edge || !dialog.contains(document.activeElement)) {
      event.preventDefault();
      (event.shiftKey ? all[all.length - 1] : all[0])?.focus();
    }
  });
}
