import { getLocale, getTranslations } from "next-intl/server";
import type { SponsorsQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { Field } from "@/ui/field";
import { Button } from "@/ui/button";
import { PageLink } from "@/ui/page-link";

/** The form that the search belongs to: it stands beside the one it is drawn in. */
export const FIND = "find-introducer";

export type Search = { text: string; found: SponsorsQuery["mlmSponsors"] | "too-many" };
type Chosen = { code: string; displayName: string };

/** Who it is, as known from a link or an invitation, which cannot be changed. */
export async function Introduced({ channel, by, isFixed }: { channel: string; by: Chosen; isFixed: boolean }) {
  const t = await getTranslations("join");
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2 bg-bone px-6 py-5">
      <input type="hidden" name="enrollerCode" value={by.code} />
      <p className="font-serif text-2xl">{by.displayName}</p>
      {!isFixed && (
        <PageLink href={paths.join(channel, { enroller: "" })} className="quiet-link text-[0.9375rem]">
          {t("somebodyElse")}
        </PageLink>
      )}
    </div>
  );
}

type Props = { channel: string; search: Search | null };

/** For who knows a name and no code. What is found are links, so it needs no script. */
export async function SearchByName({ channel, search }: Props) {
  const t = await getTranslations("join");
  return (
      <details className="mt-6" open={search !== null}>
        <summary className="inline-flex min-h-9 items-center text-[0.9375rem] quiet-link">{t("byName")}</summary>
        <div className="mt-3 bg-bone p-5 md:p-6">
          <div className="flex items-end gap-3">
            <div className="grow">
              <Field label={t("name")} form={FIND} name="find" type="search" minLength={3} autoComplete="off" defaultValue={search?.text} />
            </div>
            <Button look="outline" form={FIND} type="submit" className="px-5!">
              {t("find")}
            </Button>
          </div>
          {search ? <Found channel={channel} search={search} /> : <p className="mt-3 text-sm text-soft">{t("nameHint")}</p>}
        </div>
      </details>
  );
}

async function Found({ channel, search }: { channel: string; search: Search }) {
  const t = await getTranslations("join");
  const names = new Intl.DisplayNames(await getLocale(), { type: "region" });
  if (search.found === "too-many") return <p role="status" className="mt-4">{t("tooMany")}</p>;
  if (!search.found.length) return <p role="status" className="mt-4 leading-relaxed">{t("nobody", { text: search.text })}</p>;
  return (
    <ul aria-label={t("found")} className="mt-5 border-t border-line">
      {search.found.map(({ code, displayName, country }) => (
        <li key={code} className="border-b border-line">
          <PageLink
            href={paths.join(channel, { enroller: code })}
            className="group flex min-h-12 items-baseline justify-between gap-5 py-3"
          >
            <span className="font-serif text-lg group-hover:text-clay">
              {displayName}
              <span className="ml-3 font-sans text-sm text-soft">
                {[code, country && names.of(country)].filter(Boolean).join(" · ")}
              </span>
            </span>
            <span className="text-sm quiet-link">{t("choose")}</span>
          </PageLink>
        </li>
      ))}
    </ul>
  );
}
