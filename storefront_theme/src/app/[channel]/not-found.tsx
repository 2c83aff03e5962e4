import { NotFoundText } from "@/ui/not-found-text";

export default function NotFound() {
  return <NotFoundText />;
}
