// Adds up what Vitest and `npm run check` report. Whatever ended badly without a count is one failure more.
import { readFileSync } from "node:fs";

const [testsFile, testsExit, checksFile, checksExit] = process.argv.slice(2);

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function countTests(text) {
  try {
    const { numPassedTests, testResults } = JSON.parse(text);
    const failures = testResults.map(({ status, assertionResults }) => {
      const failedTests = assertionResults.filter((test) => test.status === "failed").length;
      return status === "failed" ? Math.max(failedTests, 1) : failedTests; // a file that does not load has no tests
    });
    return { passed: numPassedTests, failed: failures.reduce((sum, count) => sum + count, 0) };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

function countChecks(text) {
  const [, passed = 0, failed = 0] = [...text.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1) ?? [];
  return { passed: Number(passed), failed: Number(failed) };
}

function honest(count, exit) {
  const silent = (exit !== "0" && count.failed === 0) || count.passed + count.failed === 0;
  return silent ? { ...count, failed: count.failed + 1 } : count;
}

const tests = honest(countTests(read(testsFile)), testsExit);
const checks = honest(countChecks(read(checksFile)), checksExit);
const failed = tests.failed + checks.failed;

console.log(
  `tests: ${tests.passed} passed, ${tests.failed} failed; checks: ${checks.passed} passed, ${checks.failed} failed`,
);
console.log(`${tests.passed + checks.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
