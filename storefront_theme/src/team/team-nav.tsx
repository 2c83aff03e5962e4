import { getTranslations } from "next-intl/server";
import { paths } from "@/paths";
import { PageLink } from "@/ui/page-link";

type Page = "list" | "tree" | "waiting";
type Props = { channel: string; current: Page; hasTrees: boolean };

/** The team in three ways; people wait for a place only where there are trees to be placed in. */
export async function TeamNav({ channel, current, hasTrees }: Props) {
  const t = await getTranslations("teamNav");
  const pages = { list: paths.team(channel), tree: paths.tree(channel), waiting: paths.waiting(channel) };
  const shown = (Object.keys(pages) as Page[]).filter((page) => page !== "waiting" || hasTrees);
  return (
    <nav aria-label={t("name")} className="pt-6 md:pt-8">
      <ul className="flex flex-wrap gap-2">
        {shown.map((page) => (
          <li key={page}>
            <PageLink
              href={pages[page]}
              aria-current={page === current ? "page" : undefined}
              className="inline-flex min-h-10 items-center border border-line px-4 text-[0.9375rem] text-soft hover:border-moss hover:text-ink aria-[current]:border-moss aria-[current]:bg-moss aria-[current]:text-paper"
            >
              {t(page)}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
