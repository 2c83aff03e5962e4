import type { ComponentProps } from "react";
import { PageLink } from "./page-link";

const SHAPE =
  "inline-flex min-h-12 cursor-pointer items-center justify-center gap-2 py-3 text-center text-[0.9375rem] font-medium transition-colors duration-150 disabled:cursor-not-allowed aria-disabled:cursor-not-allowed";
const LOOKS = {
  strong:
    "bg-moss px-7 text-paper hover:bg-moss-deep disabled:bg-bone disabled:text-soft aria-disabled:bg-bone aria-disabled:text-soft",
  outline: "border border-moss px-7 text-moss hover:bg-moss hover:text-paper",
  quiet: "text-ink quiet-link",
};
type Look = { look?: keyof typeof LOOKS };

export function Button({ look = "strong", className = "", ...rest }: ComponentProps<"button"> & Look) {
  return <button className={`${SHAPE} ${LOOKS[look]} ${className}`} {...rest} />;
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({
  look = "strong",
  className = "",
  ...rest
}: ComponentProps<typeof PageLink> & Look) {
  return <PageLink className={`${SHAPE} ${LOOKS[look]} ${className}`} {...rest} />;
}
