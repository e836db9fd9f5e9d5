// Recent times read "12 s ago" and go on counting. The server's instant rules, not this machine's clock.
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const drawnAt = performance.now();
const serverNow = Date.parse(document.body.dataset.now || new Date().toISOString());
const words = JSON.parse(document.body.dataset.wordsAgo || "{}");

export function now() {
  return serverNow + performance.now() - drawnAt;
}

/** Return the words for an instant, or null where it is too long ago for relative words. */
export function ago(instant) {
  const seconds = Math.max(0, Math.floor((now() - instant) / 1000));
  if (!words.second || seconds >= HOUR) return null;
  const [one, many, number] =
    seconds < MINUTE ? [words.second, words.seconds, seconds] : [words.minute, words.minutes, Math.floor(seconds / MINUTE)];
  return (number === 1 ? one : many).replace("#", String(number));
}

export function tickTimes() {
  const tick = () => {
    for (const time of document.querySelectorAll("time[data-ago]")) {
      const found = ago(Date.parse(time.dateTime));
      if (found && found !== time.textContent) time.textContent = found;
    }
  };
  setInterval(tick, 10_000);
}
