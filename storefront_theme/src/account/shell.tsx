import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { paths } from "@/paths";
import { Container } from "@/ui/container";
import { signOut } from "./actions";

const PAGES = ["overview", "earnings", "team", "link", "orders", "addresses"] as const;
const ADDRESSES: Record<Page, (channel: string) => string> = {
  overview: paths.account,
  earnings: paths.earnings,
  team: paths.team,
  link: paths.link,
  orders: paths.orders,
  addresses: paths.addresses,
};
const FOR_DISTRIBUTORS: readonly Page[] = ["earnings", "team", "link"];

type Page = (typeof PAGES)[number];
type Props = { channel: string; current: Page; distributor: boolean; children: ReactNode };

/** The account's own way around, above each of its pages. */
export async function AccountShell({ channel, current, distributor, children }: Props) {
  const t = await getTranslations("account");
  const pages = PAGES.filter((page) => distributor || !FOR_DISTRIBUTORS.includes(page));
  return (
    <>
      <div className="border-b border-line">
        <Container>
          <nav aria-label={t("name")}>
            <ul className="flex flex-wrap items-center gap-x-5 py-1.5 md:gap-x-8">
              {pages.map((page) => (
                <li key={page}>
                  <Link
                    href={ADDRESSES[page](channel)}
                    aria-current={page === current ? "page" : undefined}
                    className="inline-block border-b border-transparent py-2.5 text-[0.9375rem] text-soft hover:text-ink aria-[current]:border-clay aria-[current]:text-ink"
                  >
                    {t(`nav.${page}`)}
                  </Link>
                </li>
              ))}
              <li className="ml-auto">
                <form action={signOut}>
                  <input type="hidden" name="channel" value={channel} />
                  <button className="min-h-11 cursor-pointer text-sm text-soft quiet-link hover:text-ink">
                    {t("logout")}
                  </button>
                </form>
              </li>
            </ul>
          </nav>
        </Container>
      </div>
      <Container>{children}</Container>
    </>
  );
}
