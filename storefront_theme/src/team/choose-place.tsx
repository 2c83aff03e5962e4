import { getTranslations } from "next-intl/server";
import { OpenPlacesDocument, type HeldFragment, type PlacementTreeFragment } from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "@/saleor/client";
import { Button, ButtonLink } from "@/ui/button";
import { Field, SelectField } from "@/ui/field";
import { PageLink } from "@/ui/page-link";
import { PageTitle } from "@/ui/page-title";
import type { Node } from "./branches";
import { PlaceForm } from "./place-form";
import { placeWords } from "./place-words";
import { ruling, slotName, strategiesOf, treeName } from "./slots";

const DEPTH = 4;
const WIDTH = 5;
const NEAR_MAX = 6;

type Props = {
  channel: string;
  held: HeldFragment;
  tree: PlacementTreeFragment;
  token: string;
  find: string;
};

/** Three ways to a place: by hand below somebody, in the drawing, or where the tree finds one. */
export async function ChoosePlace({ channel, held, tree, token, find }: Props) {
  const t = await getTranslations("place");
  const wanted = { tree: tree.name, depth: DEPTH, width: WIDTH, text: find, isSearch: Boolean(find) };
  const { mlmMe } = await ask(OpenPlacesDocument, wanted, token);
  const near = mlmMe?.genealogy.nodes ?? [];
  const found = mlmMe?.downline?.edges.flatMap(({ node }) => node.genealogy.nodes) ?? [];
  const shown = find ? found : near.filter((node) => isOpen(node, tree)).slice(0, NEAR_MAX);
  const name = held.distributor.displayName;
  return (
    <>
      <PageTitle over={treeName(tree.name)} under={t("under")}>
        {t("title", { name })}
      </PageTitle>
      <div className="grid gap-x-20 gap-y-14 pb-10 lg:grid-cols-[1.3fr_1fr]">
        <section aria-labelledby="by-hand">
          <h2 id="by-hand" className="text-heading">
            {t("byHand")}
          </h2>
          <Search {...{ channel, held, find }} />
          <p role="status" className="mt-7 mb-2 text-sm text-soft">
            {find ? t("found", { count: shown.length, text: find }) : t("near")}
          </p>
          <Places {...{ channel, held, tree }} nodes={shown} />
          <ButtonLink
            look="outline"
            className="mt-7"
            href={paths.tree(channel, { in: tree.name, place: held.position.id })}
          >
            {t("inTree")}
          </ButtonLink>
        </section>
        <Automatic {...{ channel, held, tree }} />
      </div>
    </>
  );
}

function isOpen(node: Node, { width }: PlacementTreeFragment) {
  return width === null || node.openSlots.length > 0;
}

type SearchProps = { channel: string; held: HeldFragment; find: string };

async function Search({ channel, held, find }: SearchProps) {
  const t = await getTranslations("place");
  return (
    <form action={paths.place(channel, {})} role="search" className="mt-5 flex items-end gap-3">
      <input type="hidden" name="position" value={held.position.id} />
      <div className="grow">
        <Field label={t("find")} name="find" type="search" autoComplete="off" defaultValue={find} />
      </div>
      <Button look="outline" className="px-5!">
        {t("look")}
      </Button>
    </form>
  );
}

type PlacesProps = {
  channel: string;
  held: HeldFragment;
  tree: PlacementTreeFragment;
  nodes: readonly Node[];
};

/** People with what is free below them, each place a link. */
async function Places({ channel, held, tree, nodes }: PlacesProps) {
  const t = await getTranslations("place");
  if (!nodes.length) return null;
  return (
    <ul className="border-t border-ink/70">
      {nodes.map((node) => (
        <li key={node.id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b border-line py-3">
          <span className="font-serif text-lg">
            {t("below", { name: node.distributor.displayName })}
            <span className="ml-3 font-sans text-sm text-soft">{node.distributor.code}</span>
          </span>
          <Slots {...{ channel, held, tree, node }} />
        </li>
      ))}
    </ul>
  );
}

async function Slots({ channel, held, tree, node }: Omit<PlacesProps, "nodes"> & { node: Node }) {
  const t = await getTranslations("place");
  const side = await getTranslations("tree");
  if (!isOpen(node, tree)) return <span className="text-sm text-soft">{t("full")}</span>;
  const slots = tree.width === null ? [null] : node.openSlots;
  const parent = { position: held.position.id, parent: node.id, below: node.distributor.code };
  return (
    <span className="flex flex-wrap gap-x-5">
      {slots.map((slot) => {
        const text = slot === null ? t("here") : slotName(side, slot, tree.width);
        return (
          <PageLink
            key={slot}
            href={paths.place(channel, { ...parent, slot })}
            aria-label={t("slotOf", { side: text, name: node.distributor.displayName })}
            className="py-1.5 quiet-link hover:text-clay"
          >
            {text}
          </PageLink>
        );
      })}
    </span>
  );
}

/** Now, instead of at the end of the time to wait; by the usual strategy or another. */
async function Automatic({ channel, held, tree }: Omit<PlacesProps, "nodes">) {
  const t = await getTranslations("place");
  const named = await getTranslations("preference");
  const rules = await getTranslations("waiting");
  const strategies = strategiesOf(tree);
  const { position, distributor } = held;
  const fields = { channel, position: position.id, tree: tree.name, code: distributor.code };
  return (
    <section aria-labelledby="automatic" className="self-start bg-bone p-6 md:p-9">
      <h2 id="automatic" className="text-heading">
        {t("automatic")}
      </h2>
      <p className="mt-3 mb-6 leading-relaxed text-soft">{rules(`automatic.${ruling(tree)}`)}</p>
      <PlaceForm fields={fields} look="outline" words={await placeWords(t("now"))}>
        {strategies.length > 0 && (
          <SelectField label={t("strategy")} name="strategy" defaultValue="">
            <option value="">{t("usual")}</option>
            {strategies.map((strategy) => (
              <option key={strategy} value={strategy}>
                {named(`strategies.${strategy}`)}
              </option>
            ))}
          </SelectField>
        )}
      </PlaceForm>
    </section>
  );
}
