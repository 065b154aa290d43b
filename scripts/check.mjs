// `npm run check`: everything that is checked besides the tests, one after another, as a list to read.
// The list is the scripts named check:… in package.json; each also runs alone: `npm run check:types`.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const root = join(import.meta.dirname, "..");
const env = { ...process.env, PATH: [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter) };
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const checks = Object.entries(scripts).filter(([name]) => name.startsWith("check:"));

function run([name, command]) {
  const startedAt = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, {
    cwd: root,
    env,
    shell: true,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5);
  const passed = status === 0;
  console.log(`${passed ? "ok    " : "FAILED"} ${seconds} s  ${name.padEnd(18)} ${command}`);
  if (!passed) console.log(`\n${[stdout, stderr, error?.message].filter(Boolean).join("\n").trim()}\n`);
  return passed;
}

const failed = checks.map(run).filter((passed) => !passed).length;
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
