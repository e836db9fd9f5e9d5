// Draws a diagram with its tokens and taken path. The list beside it says the same; pointing at a step there shows it here.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { showLarge } from "./large-diagram.js";

// The words of a drawing are 12 px high at this zoom: the least that any page shows.
const READABLE = 1;
// Whatever is narrower is an event or a gateway.
const SMALLEST_ACTIVITY = 60;

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
  // Taken off the page while it was read: of what has no size nothing can be made larger.
  if (!canvas.isConnected) return;
  const drawing = viewer.get("canvas");
  const known = viewer.get("elementRegistry");
  const mark = (ids, name) => {
    for (const id of ids.split(" ")) if (id && known.get(id)) drawing.addMarker(id, name);
  };
  mark(canvas.dataset.done, "is-done");
  for (const id of canvas.dataset.active.split(" ")) mark(id, known.get(id)?.children?.length ? "is-around" : "is-active");
  mark(canvas.dataset.taken, "is-taken");
  for (const line of canvas.dataset.heat?.split("\n") ?? []) {
    const [id, level] = line.split("\t");
    mark(id, `is-heat-${level}`);
  }
  showCounts(viewer.get("overlays"), known, canvas.dataset.counts);
  const here = whereItStands(known, canvas.dataset);
  // Where time goes is told by colours, which a small drawing shows as well, and only the whole lets them be compared.
  if (canvas.dataset.heat) drawing.zoom("fit-viewport", "auto");
  else showReadable(drawing, here);
  canvas.append(buttons(canvas, drawing, here));
  for (const step of document.querySelectorAll("[data-step]")) {
    const shape = known.get(step.dataset.step);
    if (!shape) continue;
    step.addEventListener("pointerenter", () => drawing.addMarker(shape.id, "is-pointed"));
    step.addEventListener("pointerleave", () => drawing.removeMarker(shape.id, "is-pointed"));
    step.addEventListener("click", () => centre(drawing, shape, Math.max(drawing.zoom(), READABLE)));
  }
  showInList(canvas.closest(".diagram")?.querySelector(".diagram__list"));
  canvas.dataset.drawn = "yes";
}

/** Puts words such as "in hand 2" at the shapes: element and words, a line each. */
function showCounts(overlays, known, lines) {
  for (const line of lines?.split("\n") ?? []) {
    const [id, ...words] = line.split("\t");
    const shape = known.get(id);
    if (!shape?.width || words.length === 0) continue;
    const badge = document.createElement("span");
    badge.className = "diagram__count";
    badge.textContent = words.join(" ");
    // At a corner: in the middle it would lie over the name of a sub-process, or over the question of a gateway.
    const position = shape.width < SMALLEST_ACTIVITY ? { bottom: 6, right: 8 } : { top: -10, right: 12 };
    overlays.add(id, { position, html: badge });
  }
}

/** Scrolls the list, and not the page, to the step that the case is at. */
function showInList(list) {
  const step = [...(list?.querySelectorAll("[aria-current]") ?? [])].at(-1);
  if (step) list.scrollTop = step.offsetTop - list.offsetTop - list.clientHeight / 2;
}

/**
 * The smallest shape that a token is at, since sub-processes hold tokens too; without tokens the last step that was done; of many cases
 * the step that takes longest, which stands first.
 */
function whereItStands(known, { active, done, heat = "" }) {
  const shapes = (ids) => ids.split(" ").map((id) => known.get(id)).filter((shape) => shape?.width);
  if (heat) return shapes(heat.split("\t")[0])[0];
  const area = (shape) => shape.width * shape.height;
  const beginning = known.filter((shape) => shape.type === "bpmn:StartEvent")[0];
  return shapes(active).sort((a, b) => area(a) - area(b))[0] ?? shapes(done).at(-1) ?? beginning;
}

/** Shows the whole where its words can be read, else where the case stands. */
function showReadable(drawing, here) {
  drawing.zoom("fit-viewport", "auto");
  if (drawing.zoom() < READABLE && here) centre(drawing, here, READABLE);
}

function centre(drawing, shape, zoom) {
  const { width, height } = drawing.getSize();
  const [x, y] = [shape.x + shape.width / 2 - width / zoom / 2, shape.y + shape.height / 2 - height / zoom / 2];
  drawing.viewbox({ x, y, width: width / zoom, height: height / zoom });
}

/** What the wheel and dragging do, for those who use neither; each also by its key. */
function buttons(canvas, drawing, here) {
  const bar = document.createElement("div");
  bar.className = "segmented diagram__zoom";
  const words = canvas.dataset.wordsZoom.split("|");
  const actions = [
    ["plus", "+", () => drawing.zoom(drawing.zoom() * 1.3, "auto")],
    ["minus", "-", () => drawing.zoom(drawing.zoom() / 1.3, "auto")],
    ["whole", "f", () => drawing.zoom("fit-viewport", "auto")],
    ["here", "g", () => here && centre(drawing, here, READABLE)],
    ["large", "l", (button) => showLarge(canvas, drawing, button)],
  ];
  actions.forEach(([symbol, key, act], place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.title = document.body.dataset.singleKeys === "off" ? words[place] : `${words[place]} (${key.toUpperCase()})`;
    button.setAttribute("aria-label", words[place]);
    button.dataset.keyAction = key;
    button.append(icon(symbol));
    button.addEventListener("click", () => act(button));
    bar.append(button);
  });
  return bar;
}

function icon(name) {
  const [svg, use] = ["svg", "use"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

function addStyle(address) {
  if (!address || document.querySelector(`link[href="${address}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
}
