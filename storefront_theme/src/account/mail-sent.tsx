import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "@/paths";
import { ButtonLink } from "@/ui/button";
import { Container } from "@/ui/container";
import { EmptyState } from "@/ui/empty-state";

type Words = "joinSent" | "registered";
type Props = { channel: string; words: Words };

export async function mailSentMetadata(words: Words): Promise<Metadata> {
  const t = await getTranslations(words);
  return { title: t("title"), robots: { index: false } };
}

/** The same for an address that had an account before: nobody learns here who is a customer. */
export async function MailSent({ channel, words }: Props) {
  const t = await getTranslations(words);
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
