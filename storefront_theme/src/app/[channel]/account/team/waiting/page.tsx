import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NotDistributor } from "@/account/not-distributor";
import { AccountShell } from "@/account/shell";
import { OnePlaceDocument, WaitingDocument, type OnePlaceQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { requireToken } from "@/saleor/session";
import { Preferences } from "@/team/preferences";
import { WAITING_MAX } from "@/team/placing";
import { inSlot } from "@/team/slots";
import { TeamNav } from "@/team/team-nav";
import { WaitingList } from "@/team/waiting-list";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Notice } from "@/ui/notice";
import { PageTitle } from "@/ui/page-title";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("waiting");
  return { title: t("title"), robots: { index: false } };
}

/** The holding tank: who of one's own enrollees waits for a place, and what becomes of them. */
async function Waiting(props: PageProps<"/[channel]/account/team/waiting">) {
  const { channel } = await props.params;
  const { placed, in: tree, preferred } = await props.searchParams;
  const token = await requireToken(channel, paths.waiting(channel));
  const { mlmMe: own, mlmTrees: trees } = await ask(WaitingDocument, { first: WAITING_MAX }, token);
  if (!own) return <NotDistributor channel={channel} current="team" />;
  const held = own.holdingTank.edges.map(({ node }) => node);
  const isPlaced = typeof placed === "string" && trees.some(({ name }) => name === tree);
  const stands = isPlaced ? await ask(OnePlaceDocument, { code: placed, tree: String(tree) }, token) : null;
  const width = trees.find(({ name }) => name === tree)?.width ?? null;
  const t = await getTranslations("waiting");
  return (
    <AccountShell channel={channel} current="team" distributor>
      <TeamNav channel={channel} current="waiting" hasTrees />
      {stands?.mlmDistributor && <Placed person={stands.mlmDistributor} width={width} />}
      {preferred && (
        <Notice tone={preferred === "yes" ? "good" : "bad"} className="mt-8">
          {preferred === "yes" ? t("preferred") : t("notPreferred")}
        </Notice>
      )}
      {held.length > 0 ? (
        <>
          <PageTitle under={t("under")}>{t("title")}</PageTitle>
          <WaitingList {...{ channel, held, trees }} />
        </>
      ) : (
        <div className="py-12 md:py-20">
          <EmptyState title={t("empty")} text={trees.length ? t("emptyText") : t("noTrees")}>
            <ButtonLink look="outline" href={paths.tree(channel)}>
              {t("toTree")}
            </ButtonLink>
          </EmptyState>
        </div>
      )}
      <Preferences channel={channel} trees={trees} />
    </AccountShell>
  );
}

type PlacedProps = { person: NonNullable<OnePlaceQuery["mlmDistributor"]>; width: number | null };

/** Where somebody has come to stand, as the store says. */
async function Placed({ person, width }: PlacedProps) {
  const t = await getTranslations("waiting");
  const side = await getTranslations("tree");
  const position = person.positions.find(({ state }) => state === "PLACED");
  const parent = position?.parent?.distributor.displayName;
  if (!position) return null;
  const words = { name: person.displayName, parent: parent ?? "", side: inSlot(side, position.slot ?? 1, width) };
  return (
    <Notice tone="good" className="mt-8">
      {!parent ? t("placedTop", words) : width ? t("placed", words) : t("placedBelow", words)}
    </Notice>
  );
}

export default guarded(Waiting);
