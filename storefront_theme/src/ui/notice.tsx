import type { ReactNode } from "react";

const TONES = {
  plain: "border-line bg-bone",
  good: "border-moss bg-sage/40",
  bad: "border-alarm bg-blush",
};

type Props = { children: ReactNode; tone?: keyof typeof TONES; className?: string };

/** Something to know about this page now; a bad one is read out at once. */
export function Notice({ children, tone = "plain", className = "" }: Props) {
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={`border-l-2 px-5 py-4 text-[0.9375rem] leading-relaxed ${TONES[tone]} ${className}`}
    >
      {children}
    </div>
  );
}
