import { getTranslations } from "next-intl/server";
import { Container } from "./container";
import { EmptyState } from "./empty-state";

/** The store does not answer. A plain link to the same address is the way to try again. */
export async function Unavailable() {
  const t = await getTranslations("unavailable");
  return (
    <Container className="py-20 md:py-32">
      <EmptyState title={t("title")} text={t("text")}>
        {/* An empty address is this page's own, whatever it is, and works without JavaScript. */}
        <a href="" className="inline-flex min-h-12 items-center bg-moss px-7 py-3 font-medium text-paper hover:bg-moss-deep">
          {t("again")}
        </a>
      </EmptyState>
    </Container>
  );
}
