import { code128 } from "./code128.js";
import { h, svg } from "./dom.js";
import { t } from "./text.js";

const height = 60;
const quietZone = 10;

/** A barcode to be scanned from the screen: dark on white by night too, each bar whole pixels wide. */
export function barcode(text) {
  const { path, width } = draw(code128(text));
  const drawing = svg(
    "svg",
    {
      class: "barcode-bars",
      viewBox: `0 0 ${width} ${height}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": t("barcode.label"),
    },
    svg("path", { d: path }),
  );
  const figure = h("figure", { class: "barcode" }, drawing, h("figcaption", { class: "barcode-text" }, text));
  new ResizeObserver(([{ contentRect }]) => {
    const pixels = Math.max(1, Math.floor((contentRect.width * window.devicePixelRatio) / width));
    drawing.style.width = `${(width * pixels) / window.devicePixelRatio}px`;
  }).observe(figure);
  return figure;
}

function draw(widths) {
  let x = quietZone;
  const bars = widths.map((width, at) => {
    const bar = at % 2 === 0 ? `M${x} 0h${width}v${height}h-${width}z` : "";
    x += width;
    return bar;
  });
  return { path: bars.join(""), width: x + quietZone };
}
