import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { MemberList } from "@/account/member-list";
import { NotDistributor } from "@/account/not-distributor";
import { AccountShell } from "@/account/shell";
import { StandingDocument, TeamDocument, type TeamQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { requireToken } from "@/saleor/session";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { PageTitle } from "@/ui/page-title";

const MEMBERS = 25;

type Member = NonNullable<TeamQuery["mlmDistributor"]>;
type Step = { code: string; displayName: string };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("team");
  return { title: t("title"), robots: { index: false } };
}

/** One level at a time: the people below `of`, who is oneself at first, and the way back up. */
async function Team(props: PageProps<"/[channel]/account/team">) {
  const { channel } = await props.params;
  const { of, after } = await props.searchParams;
  const token = await requireToken(channel, paths.team(channel));
  const own = (await ask(StandingDocument, {}, token)).mlmMe?.code;
  if (!own) return <NotDistributor channel={channel} current="team" />;
  const code = typeof of === "string" ? of : own;
  const page = { code, first: MEMBERS, after: typeof after === "string" ? after : null };
  const { mlmDistributor: member } = await ask(TeamDocument, page, token);
  return (
    <AccountShell channel={channel} current="team" distributor>
      {member && <Level channel={channel} member={member} path={pathTo(member, own)} />}
      {!member && <NotYours channel={channel} />}
    </AccountShell>
  );
}

/** From oneself down to the member, both included. */
function pathTo(member: Member, own: string): Step[] {
  const upwards = [member, ...member.upline];
  const top = upwards.findIndex((step) => step.code === own);
  return upwards.slice(0, top + 1).reverse();
}

type LevelProps = { channel: string; member: Member; path: Step[] };

async function Level({ channel, member, path }: LevelProps) {
  const t = await getTranslations("team");
  const { edges, pageInfo } = member.frontline;
  const isOwn = path.length === 1;
  const more = new URLSearchParams({ of: member.code, after: pageInfo.endCursor ?? "" });
  if (!edges.length) return <Empty {...{ channel, path }} name={isOwn ? null : member.displayName} />;
  return (
    <>
      <PageTitle
        over={isOwn ? undefined : <Path channel={channel} path={path} />}
        under={isOwn ? t("under") : undefined}
      >
        {isOwn ? t("title") : t("titleOf", { name: member.displayName })}
      </PageTitle>
      <MemberList channel={channel} members={edges.map((edge) => edge.node)} level={path.length} />
      <p className="mt-5 text-sm text-soft">{t("month")}</p>
      {pageInfo.hasNextPage && (
        <ButtonLink look="outline" className="mt-6" href={`${paths.team(channel)}?${more}`}>
          {t("more")}
        </ButtonLink>
      )}
    </>
  );
}

async function Path({ channel, path }: { channel: string; path: Step[] }) {
  const t = await getTranslations("team");
  return (
    <nav aria-label={t("path")}>
      <ol className="flex flex-wrap gap-x-2 tracking-normal normal-case">
        {path.map((step, index) => (
          <li key={step.code} className="text-sm">
            {index > 0 && <span aria-hidden="true" className="mr-2">→</span>}
            {index < path.length - 1 ? (
              <Link href={paths.team(channel, index ? step.code : undefined)} className="quiet-link">
                {index ? step.displayName : t("you")}
              </Link>
            ) : (
              <span aria-current="page">{step.displayName}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

async function Empty({ channel, path, name }: { channel: string; path: Step[]; name: string | null }) {
  const t = await getTranslations("team");
  return (
    <div className="py-16 md:py-24">
      {name && (
        <div className="label mb-6 text-soft">
          <Path channel={channel} path={path} />
        </div>
      )}
      <EmptyState
        title={name ? t("emptyOf", { name }) : t("empty")}
        text={name ? t("emptyOfText", { name }) : t("emptyText")}
      >
        {!name && <ButtonLink href={paths.link(channel)}>{t("toLink")}</ButtonLink>}
      </EmptyState>
    </div>
  );
}

async function NotYours({ channel }: { channel: string }) {
  const t = await getTranslations("team");
  return (
    <div className="py-16 md:py-24">
      <EmptyState title={t("notYours")} text={t("notYoursText")}>
        <ButtonLink href={paths.team(channel)}>{t("back")}</ButtonLink>
      </EmptyState>
    </div>
  );
}

export default guarded(Team);
