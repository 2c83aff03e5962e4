import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RegisterForm } from "@/account/register-form";
import { localPath, paths } from "@/paths";
import { Container } from "@/ui/container";
import { PageLink } from "@/ui/page-link";
import { PageTitle } from "@/ui/page-title";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("register");
  return { title: t("title"), robots: { index: false } };
}

/** Opens an account and goes on to `next`. */
export default async function RegisterPage(props: PageProps<"/[channel]/register">) {
  const { channel } = await props.params;
  const next = localPath((await props.searchParams).next, paths.account(channel));
  const t = await getTranslations("register");
  const codes = [
    ...(["REQUIRED", "INVALID", "TAKEN", "UNREACHABLE", "OTHER"] as const),
    ...(["PASSWORD_TOO_SHORT", "PASSWORD_TOO_COMMON", "PASSWORD_TOO_SIMILAR"] as const),
    ...(["PASSWORD_ENTIRELY_NUMERIC"] as const),
  ];
  return (
    <Container width="form" className="pb-16">
      <PageTitle under={t("under")}>{t("title")}</PageTitle>
      <RegisterForm
        channel={channel}
        next={next}
        words={{
          firstName: t("firstName"),
          optional: t("optional"),
          email: t("email"),
          password: t("password"),
          passwordHint: t("passwordHint"),
          submit: t("submit"),
          pending: t("pending"),
          errors: Object.fromEntries(codes.map((code) => [code, t(`errors.${code}`)])),
        }}
      />
      <p className="mt-8 text-[0.9375rem] text-soft">
        {t("haveAccount")}{" "}
        <PageLink href={paths.login(channel, next)} className="quiet-link text-ink">
          {t("signIn")}
        </PageLink>
      </p>
    </Container>
  );
}
