import { getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { channelOf } from "@/channels";
import { CHANNEL_HEADER, paths } from "@/paths";
import { ButtonLink } from "./button";
import { Container } from "./container";
import { EmptyState } from "./empty-state";

/**
 * What pages show instead of calling Next's notFound(): that answers 404 with an empty document,
 * which only a script fills. So the status is 200, and crawlers are told not to keep the page.
 */
export async function NotFoundText() {
  const t = await getTranslations("notFound");
  const channel = channelOf((await headers()).get(CHANNEL_HEADER) ?? "").slug;
  return (
    <Container className="py-20 md:py-32">
      <meta name="robots" content="noindex" />
      <EmptyState title={t("title")} text={t("text")}>
        <ButtonLink href={paths.products(channel)}>{t("toProducts")}</ButtonLink>
      </EmptyState>
    </Container>
  );
}
