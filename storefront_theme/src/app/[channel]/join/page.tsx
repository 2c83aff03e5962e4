import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { JoinPageDocument, SponsorsDocument, type JoinPageQuery } from "@/graphql/documents";
import { AgreementText } from "@/join/agreement-text";
import { FIND, Introduced, SearchByName, type Search } from "@/join/introducer";
import { askedOf, wordsOf } from "@/join/asked";
import { JoinForm } from "@/join/join-form";
import { arrival, saidAtFirst } from "@/join/newcomer";
import { AlreadyIn, InvitationOver, NobodyJoins, OtherAccount } from "@/join/no-way";
import { paths } from "@/paths";
import { read } from "@/referral/visit";
import { ask, StoreRefused } from "@/saleor/client";
import { visitCookie } from "@/saleor/cookies";
import { guarded } from "@/saleor/guarded";
import { accessToken } from "@/saleor/session";
import { Container } from "@/ui/container";
import { PageLink } from "@/ui/page-link";
import { PageTitle } from "@/ui/page-title";

const FOUND_MAX = 8;
type Rules = NonNullable<JoinPageQuery["mlmEnrolmentRules"]>;
type Props = PageProps<"/[channel]/join">;

export async function generateMetadata(props: Props): Promise<Metadata> {
  const t = await getTranslations("join");
  const isInvited = "invitation" in (await props.searchParams);
  // The address carries a secret then, as that of the page of a confirmation does.
  return { title: t("title"), ...(isInvited ? { robots: { index: false }, referrer: "same-origin" } : {}) };
}

/** Enrolment: of a visitor, of a customer, and of whoever has the link of an invitation. */
async function Join(props: Props) {
  const { channel } = await props.params;
  const { invitation: token = "", enroller, find } = textsOf(await props.searchParams);
  const visit = read((await cookies()).get(visitCookie(channel))?.value);
  const wanted = { channel, invitation: token, enroller: enroller ?? visit?.code ?? "" };
  const page = await ask(JoinPageDocument, wanted, await accessToken());
  const { me, mlmInvitation: invitation, mlmEnrolmentRules: rules } = page;
  const came = arrival(page, Boolean(token));
  if (came === "closed" || !rules) return <NobodyJoins channel={channel} />;
  if (came === "member") return <AlreadyIn channel={channel} />;
  if (came === "invitation-over") return <InvitationOver channel={channel} invitation={invitation} />;
  if (came === "other-account" && invitation && me) {
    return <OtherAccount {...{ channel, token }} email={invitation.email} own={me.email} />;
  }
  const introduced = invitation?.enroller ?? page.mlmReferral;
  const found = find && !introduced ? await searched(channel, find) : null;
  const card = introduced && (
    <Introduced channel={channel} by={introduced} isFixed={Boolean(invitation)} />
  );
  return <Shown {...{ channel, token, page, rules }} introduced={card} search={found} />;
}

type ShownProps = {
  channel: string;
  token: string;
  page: JoinPageQuery;
  rules: Rules;
  introduced: ReactNode;
  search: Search | null;
};

async function Shown({ channel, token, page, rules, introduced, search }: ShownProps) {
  const t = await getTranslations("join");
  const isVisitor = !page.me;
  const { mlmInvitation: invitation, mlmAgreement: agreement } = page;
  const here = paths.join(channel, token ? { invitation: token } : {});
  return (
    <Container className="grid gap-x-24 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <form id={FIND} action={paths.join(channel)} hidden>
        <input type="hidden" name="enroller" value="" />
      </form>
      <div className="max-w-2xl lg:col-start-1">
        <PageTitle under={invitation ? t("invitedText", { name: invitation.enroller.displayName }) : t("text")}>
          {invitation ? t("invited", { name: invitation.enroller.displayName }) : t("title")}
        </PageTitle>
        {isVisitor && (
          <p className="-mt-4 mb-10 text-[0.9375rem] text-soft">
            {t("haveAccount")}{" "}
            <PageLink href={paths.login(channel, here)} className="quiet-link text-ink">
              {t("signIn")}
            </PageLink>
          </p>
        )}
        <JoinForm
          channel={channel}
          invitation={token}
          asked={await askedOf(channel, page, rules)}
          said={saidAtFirst(page)}
          words={await wordsOf(channel, here, rules)}
          introduced={introduced}
          search={<SearchByName channel={channel} search={search} />}
          agreement={agreement && <AgreementText agreement={agreement} />}
        />
      </div>
      <Terms days={rules.coolingOffDays} />
    </Container>
  );
}

/** What selling means here, beside the form: what it costs, what it brings, how one leaves. */
async function Terms({ days }: { days: number }) {
  const t = await getTranslations("join.promise");
  const points = ["link", "free", "stock", ...(days ? (["back"] as const) : [])] as const;
  return (
    <aside aria-labelledby="promise" className="mt-16 self-start bg-moss p-7 text-paper md:p-9 lg:sticky lg:top-8">
      <h2 id="promise" className="text-heading">
        {t("title")}
      </h2>
      <ul className="mt-3 divide-y divide-paper/15">
        {points.map((point) => (
          <li key={point} className="py-4 leading-relaxed text-sage last:pb-0">
            <span className="block font-medium text-paper">{t(`${point}.title`, { days })}</span>
            {t(`${point}.text`, { days })}
          </li>
        ))}
      </ul>
    </aside>
  );
}

async function searched(channel: string, text: string): Promise<Search> {
  // The store counts searches by address: everybody's must not count as this server's.
  const visitor = (await headers()).get("x-forwarded-for") ?? undefined;
  try {
    const wanted = { text, channel, first: FOUND_MAX };
    return { text, found: (await ask(SponsorsDocument, wanted, undefined, visitor)).mlmSponsors };
  } catch (error) {
    if (error instanceof StoreRefused) return { text, found: "too-many" };
    throw error;
  }
}

function textsOf(params: Record<string, string | string[] | undefined>) {
  const texts = Object.entries(params).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(texts) as Record<string, string | undefined>;
}

export default guarded(Join);
