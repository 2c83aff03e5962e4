import { describe, expect, it } from "vitest";
import { blocksOf } from "@/catalogue/text";

const written = (...blocks: object[]) => JSON.stringify({ blocks });

describe("a product's description", () => {
  it("keeps paragraphs, headings and lists, and drops their markup", () => {
    const text = written(
      { type: "header", data: { text: "Use" } },
      { type: "paragraph", data: { text: "Warm <b>four</b> drops &amp; wait.<script>x</script>" } },
      { type: "list", data: { items: ["one", { content: "two" }] } },
      { type: "paragraph", data: { text: "" } },
    );

    expect(blocksOf(text)).toEqual([
      { kind: "heading", text: "Use" },
      { kind: "paragraph", text: "Warm four drops & wait.x" },
      { kind: "list", items: ["one", "two"] },
    ]);
  });

  it("is empty where there is none, and plain where it is no editor's", () => {
    expect(blocksOf(null)).toEqual([]);
    expect(blocksOf("just words")).toEqual([{ kind: "paragraph", text: "just words" }]);
  });
});
