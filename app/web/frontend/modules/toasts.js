// Notes of what was just done go after ten seconds; they stay while pointed at or focused.
const STAY = 10_000;

export function fadeToasts() {
  for (const toast of document.querySelectorAll("#toasts .toast")) {
    let timer = setTimeout(() => toast.remove(), STAY);
    const hold = () => clearTimeout(timer);
    const release = () => {
      timer = setTimeout(() => toast.remove(), STAY);
    };
    toast.addEventListener("pointerenter", hold);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("pointerleave", release);
    toast.addEventListener("focusout", release);
  }
}
