import { defineConfig } from "vitest/config";

/** Tests in these folders talk to real servers, which are started once for all of them. */
const SERVER_TESTS = ["mysql", "undo", "commands", "e2e", "throwaway", "proof"].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    // Each server takes up to half a gigabyte and a core when it is busy; more workers than this only wait for each other.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: "unit", include: ["test/**/*.test.ts"], exclude: SERVER_TESTS } },
      {
        extends: true,
        test: { name: "server", include: SERVER_TESTS, globalSetup: ["test/support/servers/global-setup.ts"] },
      },
    ],
  },
});
