import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { localPath, paths } from "@/paths";
import { ButtonLink } from "@/ui/button";
import { Container } from "@/ui/container";
import { EmptyState } from "@/ui/empty-state";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("unknownLink");
  return { title: t("title"), robots: { index: false } };
}

/** Shown under the address of a referral link whose code nobody has (see proxy.ts). */
export default async function UnknownLink(props: PageProps<"/[channel]/unknown-link">) {
  const { channel } = await props.params;
  const t = await getTranslations("unknownLink");
  const next = localPath((await props.searchParams).next, paths.home(channel));
  return (
    <Container className="py-20 md:py-32">
      <EmptyState title={t("title")} text={t("text")}>
        <ButtonLink href={next}>{t("goOn")}</ButtonLink>
      </EmptyState>
    </Container>
  );
}
