import { getLocale, getTranslations } from "next-intl/server";
import { figure, plainName, share, type Requirement } from "./requirements";

/** What is asked for, and how far it has come. */
export async function RequirementList({ asked }: { asked: readonly Requirement[] }) {
  return (
    <ul>
      {asked.map((one) => (
        <Item key={one.test} one={one} />
      ))}
    </ul>
  );
}

async function Item({ one }: { one: Requirement }) {
  const t = await getTranslations("requirement");
  const parts = one.anyPart ? (one.parts ?? []) : [];
  const part = share(one);
  return (
    <li className="border-b border-line py-4 first:pt-0 last:border-b-0 last:pb-0">
      <p className="flex items-baseline justify-between gap-6">
        <span>{await requirementName(one)}</span>
        <Standing one={one} />
      </p>
      {part !== null && <Bar share={part} />}
      {parts.length > 0 && !one.passed && (
        <div className="mt-3 border-l-2 border-sage pl-4">
          <p className="mb-3 text-sm text-soft">{t("oneIsEnough")}</p>
          <RequirementList asked={parts} />
        </div>
      )}
    </li>
  );
}

async function Standing({ one }: { one: Requirement }) {
  const t = await getTranslations("requirement");
  const locale = await getLocale();
  const counted = one.needed != null && one.actual != null;
  return (
    <span className={`flex shrink-0 items-baseline gap-2 tabular-nums ${one.passed ? "text-soft" : ""}`}>
      {one.passed && <Check />}
      {counted && (
        <span>
          {t("of", { actual: figure(one.actual ?? "0", locale), needed: figure(one.needed ?? "0", locale) })}
        </span>
      )}
      <span className={counted ? "sr-only" : ""}>{one.passed ? t("met") : t("notYet")}</span>
    </span>
  );
}

/** What the company calls it in these pages; else as its plan does. */
export async function requirementName({ test }: Requirement): Promise<string> {
  const t = await getTranslations("requirement.names");
  return t.has(test) ? t(test) : plainName(test);
}

function Check() {
  return (
    <svg aria-hidden="true" width="12" height="10" viewBox="0 0 12 10" className="self-center">
      <path d="M1 5.2 4.4 8.6 11 1.4" fill="none" strokeWidth="1.6" className="stroke-moss" />
    </svg>
  );
}

function Bar({ share }: { share: number }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none" className="mt-2.5 block h-[3px] w-full">
      <rect width="100" height="1" className="fill-line" />
      <rect width={share * 100} height="1" className="fill-moss" />
    </svg>
  );
}
