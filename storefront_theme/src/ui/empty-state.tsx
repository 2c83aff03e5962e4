import type { ReactNode } from "react";

type Props = { title: string; text: ReactNode; children?: ReactNode; as?: "h1" | "h2" };

/** Says why there is nothing here and what to do next (`children`). */
export function EmptyState({ title, text, children, as: Heading = "h1" }: Props) {
  return (
    <div className="max-w-xl">
      <Heading className="text-title">{title}</Heading>
      <div className="mt-5 text-lg leading-relaxed text-soft">{text}</div>
      {children && <div className="mt-9 flex flex-wrap items-center gap-x-7 gap-y-4">{children}</div>}
    </div>
  );
}
