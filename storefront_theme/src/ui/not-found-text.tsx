import { getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { channelOf } from "@/channels";
import { CHANNEL_HEADER, paths } from "@/paths";
import { ButtonLink } from "./button";
import { Container } from "./container";
import { EmptyState } from "./empty-state";

export async function NotFoundText() {
  const t = await getTranslations("notFound");
  const channel = channelOf((await headers()).get(CHANNEL_HEADER) ?? "").slug;
  return (
    <Container className="py-20 md:py-32">
      <EmptyState title={t("title")} text={t("text")}>
        <ButtonLink href={paths.products(channel)}>{t("toProducts")}</ButtonLink>
      </EmptyState>
    </Container>
  );
}
