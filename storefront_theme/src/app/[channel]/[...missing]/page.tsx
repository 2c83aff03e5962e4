import { NotFoundText } from "@/ui/not-found-text";

/** Any other address of a channel, with header and footer. */
export default function Missing() {
  return <NotFoundText />;
}
