import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConfirmForm } from "@/account/confirm-form";
import { paths } from "@/paths";
import { Container } from "@/ui/container";
import { PageLink } from "@/ui/page-link";
import { PageTitle } from "@/ui/page-title";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("confirm");
  // The address of this page carries a secret, which no other site learns. With "no-referrer" a form
  // without JavaScript would be sent without an origin, and be refused for it.
  return { title: t("title"), robots: { index: false }, referrer: "same-origin" };
}

/** Where the link of the mail leads: the store adds the address and a token. */
export default async function ConfirmPage(props: PageProps<"/[channel]/confirm">) {
  const { channel } = await props.params;
  const { email, token } = await props.searchParams;
  const t = await getTranslations("confirm");
  return (
    <Container width="form" className="pb-16">
      <PageTitle under={t("under")}>{t("title")}</PageTitle>
      <ConfirmForm
        channel={channel}
        email={String(email ?? "")}
        token={String(token ?? "")}
        words={{
          email: t("email"),
          password: t("password"),
          submit: t("submit"),
          pending: t("pending"),
          problems: {
            ended: t("ended"),
            wrong: t("wrong"),
            delayed: t("delayed"),
            unreachable: t("unreachable"),
            other: t("other"),
          },
        }}
      />
      <p className="mt-8 text-[0.9375rem] text-soft">
        {t("already")}{" "}
        <PageLink href={paths.login(channel)} className="quiet-link text-ink">
          {t("signIn")}
        </PageLink>
      </p>
    </Container>
  );
}
