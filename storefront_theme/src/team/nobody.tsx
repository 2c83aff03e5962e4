import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { paths } from "@/paths";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import type { Wish } from "./wish";

type Yet = { channel: string; name: string | null; back: ReactNode };

/** Nobody below: of oneself (no name), or of somebody in the team. */
export async function NobodyYet({ channel, name, back }: Yet) {
  const t = await getTranslations("team");
  return (
    <div className="py-12 md:py-20">
      {name && <div className="label mb-6 text-soft">{back}</div>}
      <EmptyState
        title={name ? t("emptyOf", { name }) : t("empty")}
        text={name ? t("emptyOfText", { name }) : t("emptyText")}
      >
        {!name && <ButtonLink href={paths.link(channel)}>{t("toLink")}</ButtonLink>}
      </EmptyState>
    </div>
  );
}

export async function NobodyMatches({ channel, wish }: { channel: string; wish: Wish }) {
  const t = await getTranslations("team");
  return (
    <div className="mt-6 border-t border-line pt-10 pb-4">
      <EmptyState as="h2" title={t("noMatch")} text={t("noMatchText")}>
        <ButtonLink look="outline" href={paths.team(channel, { of: wish.of || undefined })}>
          {t("clear")}
        </ButtonLink>
      </EmptyState>
    </div>
  );
}

/** Who is not in the team does not exist here. */
export async function NotYours({ channel }: { channel: string }) {
  const t = await getTranslations("team");
  return (
    <div className="py-12 md:py-20">
      <EmptyState title={t("notYours")} text={t("notYoursText")}>
        <ButtonLink href={paths.team(channel)}>{t("back")}</ButtonLink>
      </EmptyState>
    </div>
  );
}
