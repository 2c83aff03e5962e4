import { NotFoundText } from "@/ui/not-found-text";

/** An address outside every channel. */
export default function NotFound() {
  return (
    <main className="grow">
      <NotFoundText />
    </main>
  );
}
