import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NotDistributor } from "@/account/not-distributor";
import { AccountShell } from "@/account/shell";
import {
  DrawnTreeDocument,
  TeamStandingDocument,
  type DrawnTreeQuery,
  type TeamStandingQuery,
} from "@/graphql/documents";
import { paths } from "@/paths";
import { ask, StoreRefused } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { requireToken } from "@/saleor/session";
import { branches, extent } from "@/team/branches";
import { DrawnTree, type Drawing } from "@/team/drawn-tree";
import { NotYours } from "@/team/nobody";
import { wayDown, type Step } from "@/team/path";
import { waiting } from "@/team/placing";
import { treeName } from "@/team/slots";
import { AsOf } from "@/team/team-figures";
import { ActiveMark } from "@/team/team-table";
import { TeamNav } from "@/team/team-nav";
import { WayBack } from "@/team/way";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Notice } from "@/ui/notice";
import { PageLink } from "@/ui/page-link";
import { PageTitle } from "@/ui/page-title";

type Trees = TeamStandingQuery["mlmTrees"];
type Member = NonNullable<DrawnTreeQuery["mlmDistributor"]>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tree");
  return { title: t("title"), robots: { index: false } };
}

/** Some levels below `of`, in the enroller tree or in the placement tree that `in` names. */
async function Tree(props: PageProps<"/[channel]/account/team/tree">) {
  const { channel } = await props.params;
  const { of, in: wanted, place } = await props.searchParams;
  const token = await requireToken(channel, paths.tree(channel));
  const { mlmMe: own, mlmTrees: trees } = await ask(TeamStandingDocument, {}, token);
  if (!own) return <NotDistributor channel={channel} current="team" />;
  const tree = trees.find(({ name }) => name === wanted);
  const held = tree && typeof place === "string" ? await waiting(place, token) : null;
  const drawing: Drawing = {
    channel,
    tree: tree?.name ?? null,
    width: tree?.width ?? null,
    placing: held && { position: held.position.id, name: held.distributor.displayName },
  };
  const code = typeof of === "string" && of ? of : own.code;
  const member = await drawn(code, drawing, token);
  return (
    <AccountShell channel={channel} current="team" distributor>
      <TeamNav channel={channel} current="tree" hasTrees={trees.length > 0} />
      {member ? <Shown {...{ own, member, drawing, trees }} /> : <NotYours channel={channel} />}
    </AccountShell>
  );
}

/** Nobody where the person stands above or beside, in this tree. */
async function drawn(code: string, { tree, width }: Drawing, token: string) {
  try {
    const wanted = { code, tree, ...extent(width) };
    return (await ask(DrawnTreeDocument, wanted, token)).mlmDistributor;
  } catch (error) {
    if (error instanceof StoreRefused && !error.needsLogin) return null;
    throw error;
  }
}

type Props = { own: Step; member: Member; drawing: Drawing; trees: Trees };

async function Shown({ own, member, drawing, trees }: Props) {
  const t = await getTranslations("tree");
  const { channel, tree, width, placing } = drawing;
  const branch = branches(member.genealogy.nodes, extent(width).depth);
  const way = wayDown(own, member, member.upline);
  const isOwn = way.length === 1;
  const name = isOwn ? t("title") : t("titleOf", { name: member.displayName });
  const addressOf = (of?: string) => paths.tree(channel, { of, in: tree, place: placing?.position });
  return (
    <>
      <PageTitle over={isOwn ? undefined : <WayBack way={way} addressOf={addressOf} />} under={isOwn ? t("under") : undefined}>
        {name}
      </PageTitle>
      {trees.length > 0 && <WhichTree {...{ channel, trees, tree }} of={isOwn ? undefined : member.code} />}
      {placing && <Placing channel={channel} placing={placing} />}
      {branch ? <DrawnTree {...{ drawing, branch, name }} /> : <NoPlace {...{ channel, isOwn }} name={member.displayName} />}
      {branch && branch.twigs.length === 0 && <p className="mt-5 text-soft">{t("nobodyBelow")}</p>}
      {branch && <Legend />}
      <AsOf at={member.team.asOf} />
    </>
  );
}

type WhichTreeProps = { channel: string; trees: Trees; tree: string | null; of?: string };

/** Who introduced whom, and the trees in which people are placed. */
async function WhichTree({ channel, trees, tree, of }: WhichTreeProps) {
  const t = await getTranslations("tree");
  const all = [{ name: null, text: t("enroller") }, ...trees.map(({ name }) => ({ name, text: treeName(name) }))];
  return (
    <nav aria-label={t("which")} className="mb-8 flex flex-wrap items-baseline gap-x-5 text-[0.9375rem]">
      <span className="text-soft">{t("which")}</span>
      {all.map(({ name, text }) => (
        <PageLink
          key={text}
          href={paths.tree(channel, { of, in: name })}
          aria-current={name === tree ? "true" : undefined}
          className="py-2 text-soft hover:text-ink aria-[current]:text-ink aria-[current]:underline aria-[current]:decoration-1 aria-[current]:underline-offset-8"
        >
          {text}
        </PageLink>
      ))}
    </nav>
  );
}

async function Placing({ channel, placing }: { channel: string; placing: NonNullable<Drawing["placing"]> }) {
  const t = await getTranslations("tree");
  return (
    <Notice className="mb-8 flex flex-wrap justify-between gap-x-8 gap-y-2">
      <span>{t("choosing", { name: placing.name })}</span>
      <PageLink href={paths.place(channel, { position: placing.position })} className="quiet-link">
        {t("otherWays")}
      </PageLink>
    </Notice>
  );
}

async function NoPlace({ channel, isOwn, name }: { channel: string; isOwn: boolean; name: string }) {
  const t = await getTranslations("tree");
  return (
    <EmptyState as="h2" title={isOwn ? t("noPlace") : t("noPlaceOf", { name })} text={t("noPlaceText")}>
      <ButtonLink look="outline" href={paths.tree(channel)}>
        {t("enroller")}
      </ButtonLink>
    </EmptyState>
  );
}

async function Legend() {
  const t = await getTranslations("tree");
  return (
    <p aria-hidden="true" className="mt-8 flex flex-wrap gap-x-6 gap-y-1 border-t border-line pt-4 text-sm text-soft">
      <span className="flex items-center gap-2">
        <ActiveMark active /> {t("active")}
      </span>
      <span className="flex items-center gap-2">
        <ActiveMark active={false} /> {t("notActive")}
      </span>
    </p>
  );
}

export default guarded(Tree);
