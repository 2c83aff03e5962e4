import { getTranslations } from "next-intl/server";
import { Notice } from "@/ui/notice";

const KNOWN = ["INSUFFICIENT_STOCK", "QUANTITY_GREATER_THAN_LIMIT", "PROMO"] as const;

/** What the store refused, in the address as its error's code, said in words. */
export async function Problem({ code, className }: { code: unknown; className?: string }) {
  if (!code) return null;
  const t = await getTranslations("problem");
  const known = KNOWN.find((name) => name === code);
  return (
    <Notice tone="bad" className={className}>
      {t(known ?? "OTHER")}
    </Notice>
  );
}
