import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { NotDistributor } from "@/account/not-distributor";
import { AccountShell } from "@/account/shell";
import { TeamListDocument, TeamStandingDocument, type TeamListQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { ask, StoreRefused } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { requireToken } from "@/saleor/session";
import { wayDown, type Step } from "@/team/path";
import { NobodyMatches, NobodyYet, NotYours } from "@/team/nobody";
import { TeamFigures } from "@/team/team-figures";
import { TeamFilters } from "@/team/team-filters";
import { TeamNav } from "@/team/team-nav";
import { TeamPages } from "@/team/team-pages";
import { TeamTable } from "@/team/team-table";
import { WayBack } from "@/team/way";
import { isFiltered, question, teamAddress, wishOf, type Wish } from "@/team/wish";
import { PageTitle } from "@/ui/page-title";

type Member = NonNullable<TeamListQuery["mlmDistributor"]>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("team");
  return { title: t("title"), robots: { index: false } };
}

/** Everybody below `of`, who is oneself at first, by the wish in the address. */
async function Team(props: PageProps<"/[channel]/account/team">) {
  const { channel } = await props.params;
  const wish = wishOf(await props.searchParams);
  const here = teamAddress(paths.team(channel), wish);
  const token = await requireToken(channel, here);
  const { mlmMe: own, mlmTrees } = await ask(TeamStandingDocument, {}, token);
  if (!own) return <NotDistributor channel={channel} current="team" />;
  const found = await listed(wish.of || own.code, wish, here, token);
  const member = found.mlmDistributor;
  return (
    <AccountShell channel={channel} current="team" distributor>
      <TeamNav channel={channel} current="list" hasTrees={mlmTrees.length > 0} />
      {member && <Listed {...{ channel, wish, own, member }} ranks={found.mlmRanks} />}
      {!member && <NotYours channel={channel} />}
    </AccountShell>
  );
}

/** A cursor that the store does not know leads to the beginning of the list. */
async function listed(code: string, wish: Wish, here: string, token: string): Promise<TeamListQuery> {
  try {
    return await ask(TeamListDocument, question(code, wish), token);
  } catch (error) {
    const isOfCursor = error instanceof StoreRefused && !error.needsLogin && (wish.after || wish.before);
    if (isOfCursor) redirect(here);
    throw error;
  }
}

type Props = { channel: string; wish: Wish; own: Step; member: Member; ranks: TeamListQuery["mlmRanks"] };

async function Listed({ channel, wish, own, member, ranks }: Props) {
  const t = await getTranslations("team");
  const { edges, pageInfo, totalCount } = member.downline;
  const way = wayDown(own, member, member.upline);
  const isOwn = way.length === 1;
  const name = member.displayName;
  const back = <WayBack way={way} addressOf={(of) => paths.team(channel, { of })} />;
  if (member.team.asOf && !member.team.size) return <NobodyYet channel={channel} name={isOwn ? null : name} back={back} />;
  return (
    <>
      <PageTitle over={isOwn ? undefined : back} under={isOwn ? t("under") : undefined}>
        {isOwn ? t("title") : t("titleOf", { name })}
      </PageTitle>
      <TeamFigures team={member.team} />
      <TeamFilters channel={channel} wish={wish} ranks={ranks} />
      <p role="status" className="mt-8 mb-2 font-serif text-lg">
        {isFiltered(wish) ? t("matching", { count: totalCount }) : t("people", { count: totalCount })}
      </p>
      {edges.length ? (
        <TeamTable channel={channel} wish={wish} members={edges} name={isOwn ? t("title") : t("titleOf", { name })} />
      ) : (
        <NobodyMatches channel={channel} wish={wish} />
      )}
      <TeamPages channel={channel} wish={wish} info={pageInfo} />
      <p className="mt-6 text-sm text-soft">{t("month")}</p>
    </>
  );
}

export default guarded(Team);
