import { getTranslations } from "next-intl/server";
import { paths } from "@/paths";
import { ButtonLink } from "@/ui/button";
import { teamAddress, type Wish } from "./wish";

type Info = {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
};

/** Onward and back by cursors: who joins meanwhile shifts nobody from page to page. */
export async function TeamPages({ channel, wish, info }: { channel: string; wish: Wish; info: Info }) {
  const t = await getTranslations("team");
  if (!info.hasPreviousPage && !info.hasNextPage) return null;
  const to = (place: { after?: string; before?: string }) => teamAddress(paths.team(channel), wish, place);
  return (
    <nav aria-label={t("pages")} className="mt-8 flex justify-between gap-6">
      {info.hasPreviousPage ? (
        <ButtonLink look="outline" href={to({ before: info.startCursor ?? "" })}>
          {t("previous")}
        </ButtonLink>
      ) : (
        <span />
      )}
      {info.hasNextPage && (
        <ButtonLink look="outline" href={to({ after: info.endCursor ?? "" })}>
          {t("more")}
        </ButtonLink>
      )}
    </nav>
  );
}
