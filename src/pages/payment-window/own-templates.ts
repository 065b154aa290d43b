import { readFileSync } from "node:fs";
import { Liquid } from "liquidjs";
import { stylesheet } from "../theme/assets.ts";
import { windowScript, windowStylesheet } from "./assets.ts";

const names = ["default", "hand-over", "error", "head", "field"] as const;

/** Our own templates are trusted: they run in this thread. Whatever they print is escaped. */
const engine = new Liquid({
  outputEscape: "escape",
  templates: Object.fromEntries(names.map((name) => [name, read(name)])),
});

const parsed = new Map(names.map((name) => [name, engine.parse(read(name))]));

const assets = {
  stylesheet: stylesheet.path,
  windowStylesheet: windowStylesheet.path,
  script: windowScript.path,
};

/** The HTML of one of our own templates. */
export function renderOwn(name: "default" | "hand-over" | "error", view: object): string {
  return engine.renderSync(parsed.get(name) ?? [], { ...assets, ...view });
}

function read(name: string): string {
  return readFileSync(new URL(`./${name}.liquid`, import.meta.url), "utf8");
}
