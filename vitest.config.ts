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
    // What another process has to do may wait for a processor.
    expect: { poll: { timeout: 10_000 } },
    passWithNoTests: false,
  },
});
