// Draws a diagram at its own size, with a margin, and says where its shapes and texts lie.

const LOGO = 40; // the library's, which its licence wants left visible, below everything drawn

async function drawDiagram(xml, margin) {
  const container = document.getElementById("canvas");
  container.style.width = "100px";
  container.style.height = "100px";
  const viewer = new BpmnJS({ container });
  const { warnings } = await viewer.importXML(xml);
  const canvas = viewer.get("canvas");
  const { inner } = canvas.viewbox();
  const width = Math.ceil(inner.width) + 2 * margin;
  const height = Math.ceil(inner.height) + 2 * margin + LOGO;
  container.style.width = `${width}px`;
  container.style.height = `${height}px`;
  canvas.resized();
  canvas.viewbox({ x: inner.x - margin, y: inner.y - margin, width, height });
  const places = [];
  viewer.get("elementRegistry").forEach((element, graphics) => {
    if (element.waypoints || !element.parent) return;
    const label = element.type === "label";
    let { x, y, width, height } = element;
    if (label) {
      const box = graphics.querySelector(".djs-visual").getBBox();
      [x, y, width, height] = [x + box.x, y + box.y, box.width, box.height];
    }
    places.push({ id: element.businessObject.id, part: label ? "label" : "shape", x, y, width, height });
  });
  return { warnings: warnings.map((warning) => warning.message), width, height, places };
}
