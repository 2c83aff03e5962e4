import { notFound } from "next/navigation";

/** Any other address of a channel: its own not-found page, with header and footer. */
export default function Missing() {
  notFound();
}
