/**
 * The storefront in Chromium, before a store that runs (STORE_URL) and before one that does not.
 * `make test-browser` starts both; `make theme-pictures` also writes docs/pictures/theme.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { API_URL, CHROMIUM, CLOSED_URL, SHOP_URL } from "./places";

if (!existsSync(CHROMIUM)) {
  throw new Error(
    `there is no ${CHROMIUM}: install it (Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM`,
  );
}
const QUIET = "quic no-first-run background-networking component-update sync".split(" ");

export default defineConfig({
  testDir: ".",
  outputDir: join(import.meta.dirname, "..", "test-results"),
  globalSetup: "./company.ts",
  // One store, one queue of orders: tests take turns.
  workers: 1,
  timeout: 120_000,
  reporter: [["list"]],
  forbidOnly: true,
  use: {
    baseURL: SHOP_URL,
    viewport: { width: 1440, height: 900 },
    // No colour is looked at halfway to another.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", ...QUIET.map((word) => flag(word))],
    },
  },
  webServer: [server(SHOP_URL, API_URL), server(CLOSED_URL, "http://127.0.0.1:9/graphql/")],
});

function flag(word: string) {
  return word.startsWith("no-") ? `--${word}` : `--disable-${word}`;
}

function server(url: string, apiUrl: string) {
  return {
    command: `node node_modules/next/dist/bin/next start --hostname 127.0.0.1 --port ${new URL(url).port}`,
    cwd: join(import.meta.dirname, ".."),
    url: `${url}/icon.svg`,
    reuseExistingServer: false,
    env: {
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      SALEOR_API_URL: apiUrl,
      STOREFRONT_URL: url,
      DEMO_PAYMENT_TOKEN: process.env.STORE_APP_TOKEN ?? "scenarios-app-token-0123456789",
    },
  };
}
