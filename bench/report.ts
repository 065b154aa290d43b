import type { Cell, Column, Section, Table } from "./part.ts";
import type { Results } from "./results.ts";
import { judge, type Verdict } from "./targets.ts";

/** The results as a page; `notes` are what somebody has to say about them. */
export function renderReport(
  { machine, rounds, seconds, sections, longRuns }: Results,
  notes: string,
): string {
  const all = [...sections, ...Object.values(longRuns)];
  const opening = `\`npm run bench\` on ${machine}. Server, PostgreSQL (fsync on), generator and receivers share the machine. Each figure is the median of ${rounds} runs in one session, of ${seconds} seconds or of as many calls as were prepared for that; CPU is what a call costs in processor time, the generator's not counted.`;
  return `${[`# What was measured`, opening, renderTargets(all), ...all.map(renderSection), notes.trim()]
    .filter((text) => text !== "")
    .join("\n\n")}\n`;
}

/** What was promised, and whether it is so; `isPartial`: of what was measured. */
export function renderTargets(sections: readonly Section[], isPartial = false): string {
  const verdicts = judge(Object.assign({}, ...sections.map(({ figures }) => figures))).filter(
    ({ verdict }) => !isPartial || verdict !== "not measured",
  );
  if (verdicts.length === 0) return "";
  const columns = [{ name: "promised" }, { name: "measured" }, { name: "verdict" }];
  const cells = ({ promise, measured, verdict }: Verdict) => [promise, measured, verdict];
  return `## Promises\n\n${renderTable({ columns, rows: verdicts.map(cells) })}`;
}

export function renderSection({ title, about, tables }: Section): string {
  return [`## ${title}`, about, ...tables.map(renderTable)].join("\n\n");
}

function renderTable({ columns, rows }: Table): string {
  const lines = rows.map((row) => row.map((cell, i) => worded(cell, columns[i])));
  const head = [columns.map(({ name }) => name), columns.map(() => "---")];
  return [...head, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function worded(cell: Cell, column: Column | undefined): string {
  if (cell === null) return "";
  return typeof cell === "number" ? cell.toFixed(column?.digits ?? 0) : cell;
}
