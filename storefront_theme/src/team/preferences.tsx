import { getTranslations } from "next-intl/server";
import type { PlacementTreeFragment } from "@/graphql/documents";
import { SelectField } from "@/ui/field";
import { SubmitButton } from "@/ui/submit-button";
import { prefer } from "./actions";
import { strategiesOf, treeName } from "./slots";

type Props = { channel: string; trees: readonly PlacementTreeFragment[] };

/** The standing wish for each tree that has something to choose. */
export async function Preferences({ channel, trees }: Props) {
  const t = await getTranslations("preference");
  const choosable = trees.filter((tree) => strategiesOf(tree).length > 0);
  if (!choosable.length) return null;
  return (
    <section aria-labelledby="preference" className="mt-14 max-w-3xl bg-bone p-6 md:p-9">
      <h2 id="preference" className="text-heading">
        {t("title")}
      </h2>
      <p className="mt-3 leading-relaxed text-soft">{t("text")}</p>
      {choosable.map((tree) => (
        <Preference key={tree.name} channel={channel} tree={tree} />
      ))}
    </section>
  );
}

async function Preference({ channel, tree }: { channel: string; tree: PlacementTreeFragment }) {
  const t = await getTranslations("preference");
  const usual = t(`strategies.${tree.strategy}`);
  return (
    <form action={prefer} className="mt-6 flex flex-wrap items-end gap-4">
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="tree" value={tree.name} />
      <div className="min-w-0 grow basis-72">
        <SelectField
          key={tree.myPreference}
          label={treeName(tree.name)}
          name="strategy"
          defaultValue={tree.myPreference ?? ""}
        >
          <option value="">{t("usual", { usual })}</option>
          {strategiesOf(tree).map((strategy) => (
            <option key={strategy} value={strategy}>
              {t(`strategies.${strategy}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <SubmitButton look="outline" pendingText={t("pending")}>
        {t("save")}
      </SubmitButton>
    </form>
  );
}
