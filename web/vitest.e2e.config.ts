import { defineConfig } from "vitest/config";

/** One browser at a time: some tests measure. */
export default defineConfig({
  test: {
    include: ["tests/e2e/**/*.test.ts"],
    fileParallelism: false,
    // Waits end when what is waited for is there; on a busy machine that may take a while.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
