// The pages of the staff: conditions by htmx, drafts, keys, lock, relative times. Everything also works without this file.
import "htmx.org";
import { countCharacters } from "../modules/count-characters.js";
import { keepDrafts } from "../modules/drafts.js";
import { keepPresses } from "../modules/keep-presses.js";
import { takeFocus, trapFocus } from "../modules/focus.js";
import { listenToKeys } from "../modules/keys.js";
import { lockWhenIdle } from "../modules/idle-lock.js";
import { replayCase } from "../modules/replay.js";
import { tickTimes } from "../modules/relative-times.js";
import { selectRows } from "../modules/select-rows.js";
import { fadeToasts } from "../modules/toasts.js";

keepPresses();
const drafts = keepDrafts();
tickTimes();
countCharacters();
selectRows();
fadeToasts();
listenToKeys();
lockWhenIdle(drafts);
replayCase();
trapFocus();
takeFocus();
for (const canvas of document.querySelectorAll("[data-diagram]")) {
  import("../modules/diagram.js").then(({ showDiagram }) => showDiagram(canvas));
}
document.documentElement.dataset.ready = "yes";
