// The diagram with its list over the whole window, until closed.

/** Move the diagram into a dialog and back; what was in the middle stays there. The keys of the diagram act in the dialog too. */
export function showLarge(canvas, drawing, button) {
  const whole = canvas.closest(".diagram");
  const open = whole.closest("dialog");
  if (open) {
    open.close();
    return;
  }
  const place = document.createComment("");
  const dialog = document.createElement("dialog");
  dialog.className = "diagram__large";
  dialog.setAttribute("aria-label", canvas.getAttribute("aria-label"));
  dialog.addEventListener("keydown", (event) => {
    // The keys of the page below must not act on what nobody sees.
    if (!/^[-+fgl]$/.test(event.key)) event.stopPropagation();
  });
  const [label, title] = [button.getAttribute("aria-label"), button.title];
  dialog.addEventListener("close", () => {
    keepMiddle(drawing, () => place.replaceWith(whole));
    dialog.remove();
    name(button, label, title);
    button.focus();
  });
  name(button, canvas.dataset.wordsClose, `${canvas.dataset.wordsClose} (Esc)`);
  keepMiddle(drawing, () => {
    whole.replaceWith(place);
    dialog.append(whole);
    document.body.append(dialog);
    dialog.showModal();
  });
  button.focus();
}

function name(button, label, title) {
  button.setAttribute("aria-label", label);
  button.title = title;
}

function keepMiddle(drawing, move) {
  const { x, y, width, height, scale } = drawing.viewbox();
  move();
  drawing.resized();
  const size = drawing.getSize();
  const [wide, high] = [size.width / scale, size.height / scale];
  drawing.viewbox({ x: x + width / 2 - wide / 2, y: y + height / 2 - high / 2, width: wide, height: high });
}
