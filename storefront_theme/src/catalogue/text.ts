/** What the editor of Saleor's Dashboard stores, as plain blocks: no markup of it reaches a page. */
export type Block =
  | { kind: "paragraph"; text: string }
  | { kind: "heading"; text: string }
  | { kind: "list"; items: string[] };

type EditorBlock = { type?: string; data?: { text?: string; items?: unknown[] } };

export function blocksOf(description: string | null | undefined): Block[] {
  if (!description) return [];
  try {
    const { blocks = [] } = JSON.parse(description) as { blocks?: EditorBlock[] };
    return blocks.flatMap(block);
  } catch {
    return [{ kind: "paragraph", text: description }];
  }
}

function block({ type, data }: EditorBlock): Block[] {
  if (type === "list") return [{ kind: "list", items: (data?.items ?? []).map(itemText) }];
  const text = plain(data?.text ?? "");
  if (!text) return [];
  return [{ kind: type === "header" ? "heading" : "paragraph", text }];
}

/** Newer editors write an item as an object with its content, older ones as a text. */
function itemText(item: unknown): string {
  return plain(typeof item === "string" ? item : ((item as { content?: string })?.content ?? ""));
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };

function plain(html: string): string {
  return html
    .replace(/<br\s*\/?>/gi, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|nbsp);/g, (_, name: string) => ENTITIES[name] ?? "")
    .trim();
}
