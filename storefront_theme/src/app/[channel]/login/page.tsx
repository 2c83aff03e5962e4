import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { LoginForm } from "@/account/login-form";
import { localPath, paths } from "@/paths";
import { Container } from "@/ui/container";
import { Notice } from "@/ui/notice";
import { PageTitle } from "@/ui/page-title";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("login");
  return { title: t("title"), robots: { index: false } };
}

/** Signs in and goes on to `next`; `expired` says why somebody finds themselves here. */
export default async function LoginPage(props: PageProps<"/[channel]/login">) {
  const { channel } = await props.params;
  const { next, expired } = await props.searchParams;
  const t = await getTranslations("login");
  return (
    <Container width="form" className="pb-16">
      <PageTitle under={expired ? undefined : t("under")}>{t("title")}</PageTitle>
      {expired && <Notice className="mb-8">{t("expired")}</Notice>}
      <LoginForm
        channel={channel}
        next={localPath(next, paths.account(channel))}
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
      <p className="mt-8 text-[0.9375rem] text-soft">
        {t("guest")}{" "}
        <Link href={paths.products(channel)} className="quiet-link text-ink">
          {t("toProducts")}
        </Link>
      </p>
    </Container>
  );
}
