import { getTranslations } from "next-intl/server";
import type { JoinPageQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { Button, ButtonLink } from "@/ui/button";
import { Container } from "@/ui/container";
import { EmptyState } from "@/ui/empty-state";
import { leaveForInvitation } from "./actions";

type Invitation = JoinPageQuery["mlmInvitation"];
type Props = { channel: string; invitation: Invitation };
const STATES = { OPEN: "unknown", ACCEPTED: "used", WITHDRAWN: "withdrawn", EXPIRED: "expired" } as const;

/** An invitation that enrols nobody any more: why, and what to do instead. */
export async function InvitationOver({ channel, invitation }: Props) {
  const t = await getTranslations("invitation");
  const state = invitation ? STATES[invitation.state] : "unknown";
  const by = invitation?.enroller;
  const anew = by?.active ? paths.join(channel, { enroller: by.code }) : paths.join(channel);
  return (
    <Page title={t(`${state}.title`)} text={t(`${state}.text`, { name: by?.displayName ?? "" })}>
      {state === "used" ? (
        <ButtonLink href={paths.login(channel)}>{t("signIn")}</ButtonLink>
      ) : (
        <ButtonLink href={anew}>{by?.active ? t("with", { name: by.displayName }) : t("anyway")}</ButtonLink>
      )}
      <ButtonLink look="quiet" href={paths.home(channel)}>
        {t("toShop")}
      </ButtonLink>
    </Page>
  );
}

type Other = { channel: string; token: string; email: string; own: string };

/** Somebody is signed in, and the invitation was written to another address. */
export async function OtherAccount({ channel, token, email, own }: Other) {
  const t = await getTranslations("invitation");
  return (
    <Page title={t("other.title")} text={t("other.text", { email, own })}>
      <form action={leaveForInvitation}>
        <input type="hidden" name="channel" value={channel} />
        <input type="hidden" name="invitation" value={token} />
        <Button>{t("other.leave")}</Button>
      </form>
      <ButtonLink look="quiet" href={paths.join(channel)}>
        {t("other.without")}
      </ButtonLink>
    </Page>
  );
}

export async function AlreadyIn({ channel }: { channel: string }) {
  const t = await getTranslations("join");
  return (
    <Page title={t("already")} text={t("alreadyText")}>
      <ButtonLink href={paths.account(channel)}>{t("toAccount")}</ButtonLink>
      <ButtonLink look="quiet" href={paths.link(channel)}>
        {t("toLink")}
      </ButtonLink>
    </Page>
  );
}

export async function NobodyJoins({ channel }: { channel: string }) {
  const t = await getTranslations("join");
  return (
    <Page title={t("closed")} text={t("closedText")}>
      <ButtonLink href={paths.products(channel)}>{t("toProducts")}</ButtonLink>
    </Page>
  );
}

function Page({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <Container className="py-20 md:py-32">
      <EmptyState title={title} text={text}>
        {children}
      </EmptyState>
    </Container>
  );
}
