// Draws a diagram with its tokens and taken path. The list beside it says the same; pointing at a step there shows it here.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

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
  drawing.zoom("fit-viewport", "auto");
  for (const step of document.querySelectorAll("[data-step]")) {
    const point = (name) => () => known.get(step.dataset.step) && drawing[name](step.dataset.step, "is-pointed");
    step.addEventListener("pointerenter", point("addMarker"));
    step.addEventListener("pointerleave", point("removeMarker"));
  }
  canvas.dataset.drawn = "yes";
}

function addStyle(address) {
  if (!address || document.querySelector(`link[href="${address}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
}
