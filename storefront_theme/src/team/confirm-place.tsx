import { getTranslations } from "next-intl/server";
import type { HeldFragment, PlacementTreeFragment } from "@/graphql/documents";
import { paths } from "@/paths";
import { ButtonLink } from "@/ui/button";
import { PageTitle } from "@/ui/page-title";
import { PlaceForm } from "./place-form";
import { placeWords } from "./place-words";
import { inSlot, treeName } from "./slots";

/** A place: below whom, and in which slot; without a slot the next one there. */
export type Chosen = { parent: string; name: string; slot: number | null };
type Props = { channel: string; held: HeldFragment; tree: PlacementTreeFragment; chosen: Chosen };

/** Once more in words, before it is done: a place is not easily changed. */
export async function ConfirmPlace({ channel, held, tree, chosen }: Props) {
  const t = await getTranslations("place");
  const side = await getTranslations("tree");
  const { position, distributor } = held;
  const words = { name: distributor.displayName, parent: chosen.name };
  const slot = chosen.slot && tree.width ? inSlot(side, chosen.slot, tree.width) : null;
  const fields = {
    channel,
    position: position.id,
    tree: tree.name,
    code: distributor.code,
    parent: chosen.parent,
    slot: chosen.slot ?? "",
  };
  return (
    <div className="max-w-2xl pb-10">
      <PageTitle over={treeName(tree.name)} under={t("forGood")}>
        {slot ? t("confirmSlot", { ...words, side: slot }) : t("confirm", words)}
      </PageTitle>
      <PlaceForm fields={fields} words={await placeWords(t("confirmed", words))} />
      <ButtonLink look="quiet" href={paths.place(channel, { position: position.id })} className="mt-3">
        {t("another")}
      </ButtonLink>
    </div>
  );
}
