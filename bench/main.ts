import { type Section, usualSeconds } from "./part.ts";
import { parts } from "./parts.ts";
import { renderSection, renderTargets } from "./report.ts";
import { keepLongRun, keepWholeRun } from "./results.ts";
import { endAll } from "./setting/children.ts";

const usage = `npm run bench [-- [part ...] [seconds]], or: npm run bench -- growth [payments], or: -- steps [steps]
parts: ${parts.map(({ name }) => name).join(", ")}; all of them unless some are named`;

const rounds = 3;
const million = 1_000_000;

/** Parts whose number is not how long a run takes, but of how many; and how many that is unless it is told. */
const counted = { growth: million, steps: million / 10 } as const;

type Wish = {
  readonly names: readonly string[];
  readonly seconds: number;
  readonly payments: number;
  readonly steps: number;
};

/** What the command line asks for; undefined when it cannot be told. */
function read(args: readonly string[]): Wish | undefined {
  const names = args.filter((arg) => !/^[\d.]+$/.test(arg));
  const [number, ...more] = args.filter((arg) => !names.includes(arg)).map(Number);
  const isKnown = names.every((wanted) => parts.some(({ name }) => name === wanted));
  if (!isKnown || more.length > 0 || number === 0 || Number.isNaN(number)) return undefined;
  const [only] = names.length === 1 ? names : [];
  const count = (part: keyof typeof counted) => (only === part && number ? number : counted[part]);
  const seconds = only && only in counted ? usualSeconds : (number ?? usualSeconds);
  return { names, seconds, payments: count("growth"), steps: count("steps") };
}

/** Measures what is asked for, one part after the other, and prints it. A whole run is kept in RESULTS.md, and so
 *  are growth to 10 million and a million steps. */
async function main({ names, seconds, payments, steps }: Wish): Promise<void> {
  const chosen = names.length === 0 ? parts : parts.filter(({ name }) => names.includes(name));
  const sections: Section[] = [];
  for (const { name, run } of chosen) {
    const section = await run({ seconds, rounds, payments, steps, say: teller(name) });
    process.stdout.write(`\n${renderSection(section)}\n\n`);
    sections.push(section);
  }
  process.stdout.write(`${renderTargets(sections, true)}\n`);
  if (names.length === 0) await keepWholeRun({ rounds, seconds }, sections);
  else if ((payments === 10 * million || steps === million) && sections[0]) await keepLongRun(sections[0]);
}

/** Tells what is under way in a part, and for how long. */
function teller(part: string): (text: string) => void {
  const begin = performance.now();
  const say = (text: string) => {
    const seconds = ((performance.now() - begin) / 1_000).toFixed(0);
    process.stdout.write(`${part} ${seconds} s: ${text}\n`);
  };
  say("begins");
  return say;
}

process.stdout.once("error", endAll);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, endAll);

const wish = read(process.argv.slice(2));
if (wish) await main(wish).catch(giveUp);
else {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 1;
}

function giveUp(error: Error): void {
  process.stderr.write(`The bench stops: ${error.message}\n`);
  if (error.name !== "NotEnoughSpace") process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}
