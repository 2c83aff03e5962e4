import Link from "next/link";
import type { ComponentProps } from "react";
import { PendingLine } from "./pending-line";

/**
 * A link to a page of the storefront, which says that it is on its way. There are no loading pages:
 * without JavaScript they would never give way to what they stand for.
 */
export function PageLink({ children, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link {...rest}>
      {children}
      <PendingLine />
    </Link>
  );
}
