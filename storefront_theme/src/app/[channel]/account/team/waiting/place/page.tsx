import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountShell } from "@/account/shell";
import {
  OnePlaceDocument,
  WaitingDocument,
  type HeldFragment,
  type PlacementTreeFragment,
} from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { requireToken } from "@/saleor/session";
import { ChoosePlace } from "@/team/choose-place";
import { ConfirmPlace, type Chosen } from "@/team/confirm-place";
import { WAITING_MAX } from "@/team/placing";
import { TeamNav } from "@/team/team-nav";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";

type Params = { position: string; parent: string; below: string; slot: string; find: string };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("place");
  return { title: t("name"), robots: { index: false } };
}

/** Choose a place for one who waits; with `parent` in the address it is chosen, and to be confirmed. */
async function Place(props: PageProps<"/[channel]/account/team/waiting/place">) {
  const { channel } = await props.params;
  const wanted = textsOf(await props.searchParams);
  const token = await requireToken(channel, paths.waiting(channel));
  const { mlmMe: own, mlmTrees: trees } = await ask(WaitingDocument, { first: WAITING_MAX }, token);
  const held = own?.holdingTank.edges.map(({ node }) => node).find(({ position }) => position.id === wanted.position);
  const tree = trees.find(({ name }) => name === held?.position.tree);
  return (
    <AccountShell channel={channel} current="team" distributor={Boolean(own)}>
      <TeamNav channel={channel} current="waiting" hasTrees />
      {held && tree ? <Step {...{ channel, held, tree, wanted, token }} /> : <NobodyWaits channel={channel} />}
    </AccountShell>
  );
}

type StepProps = {
  channel: string;
  held: HeldFragment;
  tree: PlacementTreeFragment;
  wanted: Params;
  token: string;
};

async function Step({ channel, held, tree, wanted, token }: StepProps) {
  const chosen = wanted.parent ? await chosenIn(tree, wanted, token) : null;
  if (chosen) return <ConfirmPlace {...{ channel, held, tree, chosen }} />;
  return <ChoosePlace {...{ channel, held, tree, token }} find={wanted.find} />;
}

/** The place of the address, with the name of whoever stands above it; null where it is none. */
async function chosenIn(tree: PlacementTreeFragment, wanted: Params, token: string): Promise<Chosen | null> {
  const asked = { code: wanted.below, tree: tree.name };
  const { mlmDistributor: above } = await ask(OnePlaceDocument, asked, token);
  const stands = above?.positions.some(({ id, state }) => id === wanted.parent && state === "PLACED");
  if (!above || !stands) return null;
  return { parent: wanted.parent, name: above.displayName, slot: Number(wanted.slot) || null };
}

async function NobodyWaits({ channel }: { channel: string }) {
  const t = await getTranslations("place");
  return (
    <div className="py-12 md:py-20">
      <EmptyState title={t("nobody")} text={t("nobodyText")}>
        <ButtonLink href={paths.waiting(channel)}>{t("back")}</ButtonLink>
      </EmptyState>
    </div>
  );
}

function textsOf(params: Record<string, string | string[] | undefined>): Params {
  const text = (name: keyof Params) => String(params[name] ?? "").trim().slice(0, 200);
  return { position: text("position"), parent: text("parent"), below: text("below"), slot: text("slot"), find: text("find") };
}

export default guarded(Place);
