import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "@/paths";
import { ButtonLink } from "@/ui/button";
import { Container } from "@/ui/container";
import { EmptyState } from "@/ui/empty-state";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("joinSent");
  return { title: t("title"), robots: { index: false } };
}

/** The same for an address that had an account before: nobody learns here who is a customer. */
export default async function JoinSent(props: PageProps<"/[channel]/join/sent">) {
  const { channel } = await props.params;
  const t = await getTranslations("joinSent");
  const text = (
    <>
      <p>{t("text")}</p>
      <p className="mt-4">{t("nothing")}</p>
    </>
  );
  return (
    <Container className="py-20 md:py-32">
      <EmptyState title={t("title")} text={text}>
        <ButtonLink look="outline" href={paths.products(channel)}>
          {t("goOn")}
        </ButtonLink>
        <ButtonLink look="quiet" href={paths.login(channel)}>
          {t("signIn")}
        </ButtonLink>
      </EmptyState>
    </Container>
  );
}
