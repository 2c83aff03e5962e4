import { getLocale, getTranslations } from "next-intl/server";
import { CHANNELS } from "@/channels";
import type { TeamListQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { Button } from "@/ui/button";
import { Field, SelectField } from "@/ui/field";
import { PageLink } from "@/ui/page-link";
import { conditionsIn, isFiltered, sortWord, STATUSES, type Wish } from "./wish";

type Props = { channel: string; wish: Wish; ranks: TeamListQuery["mlmRanks"] };

/** A form that asks; what it asks for stands in the address, so it can be kept and sent on. */
export async function TeamFilters({ channel, wish, ranks }: Props) {
  const t = await getTranslations("team");
  const count = conditionsIn(wish);
  const sort = sortWord(wish);
  return (
    <form action={paths.team(channel)} role="search" aria-label={t("filter")} className="mt-10">
      {wish.of && <input type="hidden" name="of" value={wish.of} />}
      {sort && <input type="hidden" name="sort" value={sort} />}
      <div className="flex items-end gap-3">
        <div className="grow sm:max-w-sm">
          <Field label={t("text")} name="q" type="search" autoComplete="off" defaultValue={wish.q} />
        </div>
        <Button className="px-5! sm:px-7!">{t("show")}</Button>
      </div>
      <details open={count > 0} className="mt-3">
        <summary className="inline-flex min-h-10 items-center text-[0.9375rem] quiet-link">
          {t("conditions", { count })}
        </summary>
        <Conditions wish={wish} ranks={ranks} />
      </details>
      {isFiltered(wish) && (
        <PageLink
          href={paths.team(channel, { of: wish.of || undefined, sort: sort || undefined })}
          className="inline-flex min-h-10 items-center text-[0.9375rem] text-clay quiet-link"
        >
          {t("clear")}
        </PageLink>
      )}
    </form>
  );
}

async function Conditions({ wish, ranks }: Omit<Props, "channel">) {
  const t = await getTranslations("team");
  const number = { type: "number", min: 1, max: 99_999, inputMode: "numeric" } as const;
  return (
    <div className="mt-3 grid gap-x-5 gap-y-5 bg-bone p-5 sm:grid-cols-2 md:p-7 lg:grid-cols-4">
      <fieldset className="grid grid-cols-2 gap-3">
        <legend className="sr-only">{t("levels")}</legend>
        <Field label={t("levelFrom")} name="from" {...number} defaultValue={wish.from} />
        <Field label={t("levelTo")} name="to" {...number} defaultValue={wish.to} />
      </fieldset>
      <Choice name="status" wish={wish} options={STATUSES.map((status) => [status, t(`statuses.${status}`)])} />
      {ranks.length > 0 && (
        <Choice name="rank" wish={wish} options={ranks.map(({ key, name }) => [key, name])} />
      )}
      <Choice name="country" wish={wish} options={await countries(wish.country)} />
      <Field label={t("joinedSince")} name="since" type="date" defaultValue={wish.since} />
      <label className="flex min-h-12 cursor-pointer items-center gap-3.5 self-end">
        <input type="checkbox" name="active" value="yes" defaultChecked={Boolean(wish.active)} className="size-5 accent-moss" />
        {t("onlyActive")}
      </label>
    </div>
  );
}

type ChoiceProps = { name: "status" | "rank" | "country"; wish: Wish; options: [string, string][] };

async function Choice({ name, wish, options }: ChoiceProps) {
  const t = await getTranslations("team");
  return (
    <SelectField label={t(`by.${name}`)} name={name} defaultValue={wish[name]}>
      <option value="">{t("any")}</option>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </SelectField>
  );
}

/** Those that the storefront serves, and the one that is asked for. */
async function countries(asked: string): Promise<[string, string][]> {
  const names = new Intl.DisplayNames(await getLocale(), { type: "region" });
  const codes = new Set([...CHANNELS.flatMap((channel) => channel.countries), ...(asked ? [asked] : [])]);
  return [...codes].map((code) => [code, names.of(code) ?? code]);
}
