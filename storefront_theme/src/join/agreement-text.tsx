import { getFormatter, getTranslations } from "next-intl/server";
import type { JoinPageQuery } from "@/graphql/documents";

type Agreement = NonNullable<JoinPageQuery["mlmAgreement"]>;

/** The whole text, to be read where it is accepted; its version is what is kept. */
export async function AgreementText({ agreement }: { agreement: Agreement }) {
  const t = await getTranslations("join");
  const date = (await getFormatter()).dateTime(new Date(agreement.effectiveAt), { dateStyle: "long" });
  const about = t("version", { version: agreement.version, date });
  return (
    <>
      <p className="mb-3 text-sm text-soft">{about}</p>
      <div
        role="region"
        aria-label={t("agreementText", { version: agreement.version })}
        tabIndex={0}
        className="max-h-80 overflow-y-auto border border-line bg-white px-5 py-4 text-[0.9375rem] leading-relaxed whitespace-pre-line"
      >
        {agreement.text}
      </div>
    </>
  );
}
