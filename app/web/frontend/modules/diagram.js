// Draws a diagram with its tokens and taken path. The list beside it says the same; pointing at a step there shows it here.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const READABLE = 0.75;

export async function showDiagram(canvas) {
  addStyle(canvas.dataset.style);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const viewer = new NavigatedViewer({
    container: canvas,
    bpmnRenderer: { defaultFillColor: colour("--bpmn-fill"), defaultStrokeColor: colour("--bpmn-line"), defaultLabelColor: colour("--ink") },
  });
  try {
    const answer = await fetch(canvas.dataset.diagram);
    if (!answer.ok) throw new Error(String(answer.status));
    await viewer.importXML(await answer.text());
  } catch {
    canvas.textContent = canvas.dataset.wordsFailed;
    return;
  }
  const drawing = viewer.get("canvas");
  const known = viewer.get("elementRegistry");
  const mark = (ids, name) => {
    for (const id of ids.split(" ")) if (id && known.get(id)) drawing.addMarker(id, name);
  };
  mark(canvas.dataset.done, "is-done");
  mark(canvas.dataset.active, "is-active");
  mark(canvas.dataset.taken, "is-taken");
  showWhereItStands(drawing, canvas.dataset.active.split(" ").filter((id) => known.get(id)));
  canvas.append(zoomButtons(drawing, canvas.dataset.wordsZoom.split("|")));
  for (const step of document.querySelectorAll("[data-step]")) {
    const point = (name) => () => known.get(step.dataset.step) && drawing[name](step.dataset.step, "is-pointed");
    step.addEventListener("pointerenter", point("addMarker"));
    step.addEventListener("pointerleave", point("removeMarker"));
    step.addEventListener("click", () => known.get(step.dataset.step) && drawing.scrollToElement(step.dataset.step));
  }
  canvas.dataset.drawn = "yes";
}

/** Shows the whole where its words can be read, else the step that the case is at; the buttons show the rest. */
function showWhereItStands(drawing, active) {
  drawing.zoom("fit-viewport", "auto");
  if (drawing.zoom() >= READABLE || !active.length) return;
  drawing.zoom(READABLE, "auto");
  drawing.scrollToElement(active.at(-1), 120);
}

/** What the wheel and dragging do, for those who use neither. */
function zoomButtons(drawing, [larger, smaller, whole]) {
  const bar = document.createElement("div");
  bar.className = "segmented diagram__zoom";
  const actions = [
    ["+", larger, () => drawing.zoom(drawing.zoom() * 1.3, "auto")],
    ["−", smaller, () => drawing.zoom(drawing.zoom() / 1.3, "auto")],
    ["⤢", whole, () => drawing.zoom("fit-viewport", "auto")],
  ];
  for (const [sign, label, act] of actions) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    bar.append(button);
  }
  return bar;
}

function addStyle(address) {
  if (!address || document.querySelector(`link[href="${address}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
}
