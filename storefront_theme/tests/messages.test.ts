import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";

const FOLDER = `${import.meta.dirname}/../messages`;
const languages = readdirSync(FOLDER).filter((language) => language !== "en");
const files = readdirSync(`${FOLDER}/en`);

function texts(language: string, file: string): Map<string, string> {
  return flat(JSON.parse(readFileSync(`${FOLDER}/${language}/${file}`, "utf8")));
}

function flat(words: object, before = ""): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([name, value]) =>
      typeof value === "string"
        ? [[before + name, value] as const]
        : [...flat(value as object, `${before}${name}.`)],
    ),
  );
}

/** What a text is given: {name}, and the tags around its parts. */
function slots(text: string) {
  return new Set([...text.matchAll(/\{(\w+)[,}]|<(\w+)>/g)].map((found) => found[1] ?? found[2]));
}

describe.each(languages)("the words in %s", (language) => {
  it.each(files)("of %s are those of English, with the same slots", (file) => {
    const english = texts("en", file);
    const other = texts(language, file);

    expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of english) expect(slots(other.get(key) ?? ""), key).toEqual(slots(text));
  });
});
