import { getTranslations } from "next-intl/server";
import { BRAND } from "@/brand";
import type { Channel } from "@/channels";
import { paths } from "@/paths";
import { accessToken } from "@/saleor/session";
import { Container } from "@/ui/container";
import { PageLink } from "@/ui/page-link";
import { frameData } from "./frame-data";

/** Brand, goods, account and bag. The menu of narrow screens is a `details`: it needs no script. */
export async function Header({ channel }: { channel: Channel }) {
  const t = await getTranslations("frame");
  const { categories, quantity } = await frameData(channel.slug);
  const goods = [
    { href: paths.products(channel.slug), text: t("all") },
    ...categories.map(({ slug, name }) => ({ href: paths.category(channel.slug, slug), text: name })),
  ];
  const account = (await accessToken())
    ? { href: paths.account(channel.slug), text: t("account") }
    : { href: paths.login(channel.slug), text: t("login") };
  return (
    <header className="relative z-20 border-b border-line bg-paper">
      <Container className="grid h-16 grid-cols-[1fr_auto_1fr] items-center md:h-20">
        <nav aria-label={t("goods")} className="hidden gap-7 text-[0.9375rem] lg:flex">
          {goods.slice(0, 5).map((link) => (
            <PageLink key={link.href} href={link.href} className="py-2 hover:text-clay">
              {link.text}
            </PageLink>
          ))}
        </nav>
        <Menu label={t("menu")} links={[...goods, account]} />
        <PageLink
          href={paths.home(channel.slug)}
          className="font-serif text-[1.375rem] tracking-[-0.01em] whitespace-nowrap md:text-[1.625rem]"
        >
          {BRAND.name}
        </PageLink>
        <div className="flex items-center justify-end gap-7 text-[0.9375rem]">
          <PageLink href={account.href} className="hidden py-2 hover:text-clay lg:block">
            {account.text}
          </PageLink>
          <PageLink href={paths.cart(channel.slug)} className="py-2 hover:text-clay">
            {t("bag")}
            <span aria-hidden="true" className="ml-1.5 text-soft tabular-nums">
              {quantity}
            </span>
            <span className="sr-only">{t("bagCount", { count: quantity })}</span>
          </PageLink>
        </div>
      </Container>
    </header>
  );
}

function Menu({ label, links }: { label: string; links: { href: string; text: string }[] }) {
  return (
    <details className="group lg:hidden">
      <summary className="w-fit py-2 text-[0.9375rem]">{label}</summary>
      <nav
        aria-label={label}
        className="absolute inset-x-0 top-full border-b border-line bg-paper px-5 pt-2 pb-6 md:px-10"
      >
        <ul>
          {links.map((link) => (
            <li key={link.href} className="border-b border-line last:border-0">
              <a href={link.href} className="block py-3.5 font-serif text-xl">
                {link.text}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </details>
  );
}
