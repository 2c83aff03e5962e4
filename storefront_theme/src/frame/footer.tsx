import { getTranslations } from "next-intl/server";
import { BRAND } from "@/brand";
import { CHANNELS, type Channel } from "@/channels";
import { paths } from "@/paths";
import { Container } from "@/ui/container";
import { PageLink } from "@/ui/page-link";

export async function Footer({ channel }: { channel: Channel }) {
  const t = await getTranslations("footer");
  const links = [
    { href: paths.products(channel.slug), text: t("products") },
    { href: paths.cart(channel.slug), text: t("bag") },
    { href: paths.account(channel.slug), text: t("account") },
    { href: paths.join(channel.slug), text: t("join") },
  ];
  return (
    <footer className="mt-24 bg-moss-deep text-paper md:mt-36">
      <Container className="grid gap-12 py-14 md:grid-cols-[1.6fr_1fr_1fr] md:py-20">
        <div>
          <p className="font-serif text-3xl">{BRAND.name}</p>
          <p className="mt-4 max-w-sm leading-relaxed text-sage">{t("creed")}</p>
        </div>
        <nav aria-label={t("shop")}>
          <h2 className="label font-sans text-sage">{t("shop")}</h2>
          <ul className="mt-4 space-y-1">
            {links.map((link) => (
              <li key={link.href}>
                <PageLink href={link.href} className="inline-block py-1.5 hover:underline">
                  {link.text}
                </PageLink>
              </li>
            ))}
          </ul>
        </nav>
        <nav aria-label={t("country")}>
          <h2 className="label font-sans text-sage">{t("country")}</h2>
          <ul className="mt-4 space-y-1">
            {CHANNELS.map((other) => (
              <li key={other.slug}>
                <a
                  href={paths.home(other.slug)}
                  lang={other.language}
                  aria-current={other.slug === channel.slug ? "true" : undefined}
                  className="inline-block py-1.5 hover:underline aria-[current]:underline"
                >
                  {other.name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </Container>
      <Container className="text-sm text-sage">
        <p className="border-t border-paper/15 py-6">
          {t("small", { brand: BRAND.name, since: BRAND.since.toString() })}
        </p>
      </Container>
    </footer>
  );
}
