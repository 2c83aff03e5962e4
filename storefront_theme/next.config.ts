import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  // Titles stand in the head of the first answer: people without JavaScript read them too.
  htmlLimitedBots: /.*/,
  poweredByHeader: false,
  // This folder is the project; the repository around it has lock files of other languages.
  turbopack: { root: import.meta.dirname },
};

export default createNextIntlPlugin("./src/i18n/request.ts")(config);
