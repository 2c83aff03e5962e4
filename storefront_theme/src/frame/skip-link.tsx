import { getTranslations } from "next-intl/server";

/** The first thing that a keyboard reaches. */
export async function SkipLink() {
  const t = await getTranslations("frame");
  return (
    <a
      href="#content"
      className="absolute left-4 top-3 z-50 -translate-y-20 bg-moss px-4 py-2 text-paper focus:translate-y-0"
    >
      {t("skip")}
    </a>
  );
}
