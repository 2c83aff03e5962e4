"use client";

import { useLinkStatus } from "next/link";

/** A thin line over the page while the one behind the link around it is fetched. For the eye: Next
 * itself announces the page when it is there. */
export function PendingLine() {
  const { pending } = useLinkStatus();
  return pending ? <span aria-hidden="true" className="pending-line" /> : null;
}
