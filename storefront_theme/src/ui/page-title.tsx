import type { ReactNode } from "react";

/** The one h1 of a page, with a word above and a sentence below it. */
export function PageTitle({
  children,
  over,
  under,
}: {
  children: ReactNode;
  over?: ReactNode;
  under?: ReactNode;
}) {
  return (
    <header className="max-w-2xl pt-10 pb-8 md:pt-16 md:pb-12">
      {over && <div className="label mb-4 text-soft">{over}</div>}
      <h1 className="text-title">{children}</h1>
      {under && <p className="mt-4 text-lg leading-relaxed text-soft">{under}</p>}
    </header>
  );
}
