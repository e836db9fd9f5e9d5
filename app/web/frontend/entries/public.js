// The pages of citizens, sign-in and print: the letter kept on the phone, smaller photos, counts.
import { countCharacters } from "../modules/count-characters.js";
import { takeFocus } from "../modules/focus.js";
import { keepLetter } from "../modules/keep-letter.js";
import { shrinkPhotos } from "../modules/shrink-photos.js";

shrinkPhotos();
countCharacters();
takeFocus();
for (const box of document.querySelectorAll("[data-hides]")) {
  const hidden = document.querySelector(box.dataset.hides);
  const follow = () => {
    hidden.hidden = box.checked;
  };
  box.addEventListener("change", follow);
  follow();
}
keepLetter();
document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
document.documentElement.dataset.ready = "yes";
