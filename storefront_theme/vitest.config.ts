import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      "@": `${import.meta.dirname}/src`,
      // Outside of Next nothing stops a server module from being loaded; tests run on the server.
      "server-only": `${import.meta.dirname}/tests/server-only.ts`,
    },
  },
  test: { include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"] },
});
