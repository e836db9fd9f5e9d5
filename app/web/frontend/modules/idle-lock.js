// Signs out where nobody has moved for a while: an office machine that stands open must not stay signed in. The draft is kept first, and after
// signing in the person comes back to the same page. Activity in another tab counts.
const KEY = "last-moved";
const CHECK = 15_000;

export function lockWhenIdle(drafts) {
  const minutes = Number(document.body.dataset.idleMinutes ?? 0);
  if (!minutes || !document.body.dataset.account) return;
  let noted = 0;
  const moved = () => {
    if (Date.now() - noted < CHECK) return;
    noted = Date.now();
    try {
      localStorage.setItem(KEY, String(noted));
    } catch {
      // Without the browser's store each tab counts for itself.
    }
  };
  for (const name of ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"]) addEventListener(name, moved, { passive: true, capture: true });
  moved();
  const check = setInterval(async () => {
    const last = Math.max(noted, Number(localStorage.getItem(KEY) ?? 0));
    if (Date.now() - last < minutes * 60_000) return;
    clearInterval(check);
    await drafts.saveNow();
    await fetch("/sign-out", { method: "POST" }).catch(() => {});
    location.assign(`/sign-in?ended=1&next=${encodeURIComponent(location.pathname + location.search)}`);
  }, CHECK);
}
