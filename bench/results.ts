import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import type { Plan, Section } from "./part.ts";
import { renderReport } from "./report.ts";

/** What is kept of a whole run, and of the long ones, which are started by themselves, by their title. */
export type Results = {
  readonly machine: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly sections: readonly Section[];
  readonly longRuns: Readonly<Record<string, Section>>;
};

const resultsFile = join(import.meta.dirname, "results.json");
const reportFile = join(import.meta.dirname, "RESULTS.md");
const notesFile = join(import.meta.dirname, "NOTES.md");

/** What a whole run has found. The long runs' sections stay as they are. */
export async function keepWholeRun(
  { rounds, seconds }: Pick<Plan, "rounds" | "seconds">,
  sections: readonly Section[],
): Promise<void> {
  const { longRuns } = await readResults();
  await keep({ machine: machine(), rounds, seconds, sections, longRuns });
}

/** What a long run has found, beside what is known. */
export async function keepLongRun(section: Section): Promise<void> {
  const known = await readResults();
  await keep({ ...known, longRuns: { ...known.longRuns, [section.title]: section } });
}

async function keep(results: Results): Promise<void> {
  const notes = await readFile(notesFile, "utf8").catch(() => "");
  await writeFile(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(reportFile, renderReport(results, notes));
}

async function readResults(): Promise<Results> {
  const known = JSON.parse(await readFile(resultsFile, "utf8").catch(() => "{}")) as Partial<Results>;
  return { machine: machine(), rounds: 0, seconds: 0, sections: [], longRuns: {}, ...known };
}

function machine(): string {
  return `${cpus().length} × ${cpus()[0]?.model ?? "an unknown processor"}, Node ${process.version}`;
}
