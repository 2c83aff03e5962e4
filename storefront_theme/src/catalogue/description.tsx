import type { Block } from "./text";

export function Description({ blocks }: { blocks: Block[] }) {
  return (
    <div className="mt-9 space-y-4 border-t border-line pt-7 leading-relaxed">
      {blocks.map((block, index) => (
        <Part key={index} block={block} />
      ))}
    </div>
  );
}

function Part({ block }: { block: Block }) {
  if (block.kind === "heading") return <h2 className="pt-3 text-xl">{block.text}</h2>;
  if (block.kind === "paragraph") return <p>{block.text}</p>;
  return (
    <ul className="list-disc space-y-1 pl-5">
      {block.items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
