import "server-only";
import { getTranslations } from "next-intl/server";

const CODES = [
  ...(["SLOT_TAKEN", "POSITION_UNKNOWN", "NOT_HELD", "WINDOW_OVER"] as const),
  ...(["COMMIT_UNDER_WAY", "UNREACHABLE", "OTHER"] as const),
];

/** What a form for a place says, whatever becomes of it. */
export async function placeWords(submit: string) {
  const t = await getTranslations("place");
  const problems = Object.fromEntries(CODES.map((code) => [code, t(`problems.${code}`)]));
  return { submit, pending: t("pending"), problems };
}
