import localFont from "next/font/local";

// Files of npm packages: nothing is fetched from anybody's font server, at build or by visitors.
export const newsreader = localFont({
  variable: "--font-newsreader",
  src: "../../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-opsz-normal.woff2",
  weight: "200 800",
});

// A family of its own, so that pages do not wait for it: few words are in it.
export const newsreaderItalic = localFont({
  variable: "--font-newsreader-italic",
  src: "../../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-opsz-italic.woff2",
  weight: "200 800",
  style: "italic",
  preload: false,
});

export const instrument = localFont({
  variable: "--font-instrument",
  src: "../../node_modules/@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2",
  weight: "400 700",
});
