import type { ReactNode } from "react";

type Props = { children: ReactNode; className?: string; tone?: "plain" | "bone" };

/** A surface that sets something apart from the page. */
export function Card({ children, className = "", tone = "plain" }: Props) {
  const ground = tone === "bone" ? "bg-bone" : "border border-line bg-white";
  return <div className={`${ground} p-6 md:p-8 ${className}`}>{children}</div>;
}
