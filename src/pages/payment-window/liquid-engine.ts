import { Context, type Emitter, Liquid, Tag, type Template, toValueSync } from "liquidjs";
import { mondidoFilters } from "./filters.ts";
import { liquidValue } from "./liquid-value.ts";
import { repairOutputs } from "./repair.ts";

/** What one rendering of a merchant's template may take. Lengths are in UTF-16 units, memory as the library
 *  counts it: the lengths of all texts and lists that it made. */
export const bounds = {
  source: 256 * 1024,
  output: 1024 * 1024,
  memory: 8 * 1024 * 1024,
  timeMs: 400,
} as const;

/** Tags that would read another file. */
const fileTags = ["include", "render", "layout", "block"];

class UnknownTag extends Tag {
  override render(): void {}
}

/** What a template has written so far. The library bounds neither a page nor a captured block. */
class BoundedOutput implements Emitter {
  buffer = "";

  write(value: unknown): void {
    if (Array.isArray(value)) {
      for (const element of value) this.write(element);
      return;
    }
    const text = printed(value);
    if (this.buffer.length + text.length > bounds.output) throw new Error("the output is too long");
    this.buffer += text;
  }
}

const engine = createEngine();

/** Renders a merchant's template over plain JSON. Files do not exist for it, unknown filters pass their value
 *  on and unknown tags print nothing. It keeps to `bounds` only where the library looks: run it in a thread
 *  that can be ended. Throws what the library throws. */
export function renderUntrusted(source: string, roots: Record<string, unknown>): string {
  if (source.length > bounds.source) throw new Error("the template is too long");
  const templates = engine.parse(repairOutputs(source));
  const context = new Context(liquidValue(roots) as object, engine.options, { sync: true });
  const output = new BoundedOutput();
  toValueSync(engine.renderer.renderTemplates(templates, context, output));
  return output.buffer;
}

function createEngine(): Liquid {
  const liquid = new Liquid({
    templates: {},
    relativeReference: false,
    ownPropertyOnly: true,
    parseLimit: 2 * bounds.source,
    renderLimit: bounds.timeMs,
    memoryLimit: bounds.memory,
  });
  for (const [name, filter] of Object.entries(mondidoFilters)) {
    liquid.registerFilter(name, function (value: unknown) {
      const { window } = this.context.environments as { window?: Record<string, unknown> };
      return filter(value, window ?? {});
    });
  }
  for (const name of fileTags) delete liquid.tags[name];
  Object.setPrototypeOf(liquid.tags, new Proxy({}, { get: () => UnknownTag }));

  const { renderer } = liquid;
  const render = renderer.renderTemplates.bind(renderer);
  renderer.renderTemplates = (templates: Template[], context: Context, output = new BoundedOutput()) =>
    render(templates, context, output);
  return liquid;
}

function printed(value: unknown): string {
  if (typeof value === "string") return value;
  // A drop of the library, such as `empty`, stands for what it is worth.
  const worth = typeof value === "object" ? value?.valueOf() : value;
  return worth === undefined || worth === null ? "" : String(worth);
}
