import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const globalSetup = "test/support/global-setup.ts";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
    globalSetup: existsSync(globalSetup) ? [globalSetup] : [],
    pool: "forks",
    // Every file may bring its own database and its own browser: more files at once than this only wait.
    maxWorkers: Math.min(Math.max(availableParallelism(), 2), 8),
    testTimeout: 10_000,
    hookTimeout: 30_000,
    // A browser that waits in vain for ten seconds on a machine that does other things may do so once. What is seen
    // to be wrong is not tried again.
    retry: { count: 1, condition: /Timeout \d+ms exceeded/ },
    // What another process has to do may wait for a processor.
    expect: { poll: { timeout: 10_000 } },
    passWithNoTests: false,
  },
});
