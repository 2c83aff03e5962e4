import { getTranslations } from "next-intl/server";
import { PageLink } from "@/ui/page-link";
import type { Way } from "./path";

type Props = { way: Way; addressOf: (code?: string) => string };

/** The way back up, each step a link; oneself is the first. */
export async function WayBack({ way, addressOf }: Props) {
  const t = await getTranslations("team");
  const last = way.length - 1;
  return (
    <nav aria-label={t("path")}>
      <ol className="flex flex-wrap gap-x-2 gap-y-1 tracking-normal normal-case">
        {way.map((step, index) => (
          <li key={step?.code ?? "between"} className="text-sm">
            {index > 0 && (
              <span aria-hidden="true" className="mr-2">
                →
              </span>
            )}
            {!step && <span aria-label={t("between")}>…</span>}
            {step && index === last && <span aria-current="page">{step.displayName}</span>}
            {step && index < last && (
              <PageLink href={addressOf(index ? step.code : undefined)} className="quiet-link">
                {index ? step.displayName : t("you")}
              </PageLink>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
