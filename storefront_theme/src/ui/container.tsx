import type { ReactNode } from "react";

type Props = { children: ReactNode; className?: string; width?: "page" | "text" | "form" };

const WIDTHS = { page: "max-w-[84rem]", text: "max-w-[44rem]", form: "max-w-[30rem]" };

/** The page's column: the same margins everywhere, narrower for reading and for forms. */
export function Container({ children, className = "", width = "page" }: Props) {
  return (
    <div className={`mx-auto w-full px-5 md:px-10 ${WIDTHS[width]} ${className}`}>{children}</div>
  );
}
