import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LoginForm } from "@/account/login-form";
import { localPath, paths } from "@/paths";
import { Container } from "@/ui/container";
import { Notice } from "@/ui/notice";
import { PageLink } from "@/ui/page-link";
import { PageTitle } from "@/ui/page-title";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("login");
  return { title: t("title"), robots: { index: false } };
}

/** Signs in and goes on to `next`; `expired` says why somebody finds themselves here. */
export default async function LoginPage(props: PageProps<"/[channel]/login">) {
  const { channel } = await props.params;
  const { next: wanted, expired, confirmed } = await props.searchParams;
  const next = localPath(wanted, paths.account(channel));
  const t = await getTranslations("login");
  return (
    <Container width="form" className="pb-16">
      <PageTitle under={expired || confirmed ? undefined : t("under")}>{t("title")}</PageTitle>
      {expired && <Notice className="mb-8">{t("expired")}</Notice>}
      {confirmed && (
        <Notice tone="good" className="mb-8">
          {t("confirmed")}
        </Notice>
      )}
      <LoginForm
        channel={channel}
        next={next}
        words={{
          email: t("email"),
          password: t("password"),
          submit: t("submit"),
          pending: t("pending"),
          problems: {
            wrong: t("wrong"),
            delayed: t("delayed"),
            unconfirmed: t("unconfirmed"),
            unreachable: t("unreachable"),
          },
        }}
      />
      <div className="mt-8 space-y-2 text-[0.9375rem] text-soft">
        <p>
          {t("noAccount")}{" "}
          <PageLink href={paths.register(channel, next)} className="quiet-link text-ink">
            {t("register")}
          </PageLink>
        </p>
        <p>
          {t("guest")}{" "}
          <PageLink href={paths.products(channel)} className="quiet-link whitespace-nowrap text-ink">
            {t("toProducts")}
          </PageLink>
        </p>
      </div>
    </Container>
  );
}
