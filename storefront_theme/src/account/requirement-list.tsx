import { getLocale, getTranslations } from "next-intl/server";
import { figure, plainName, share, type Requirement } from "./requirements";

/** What is asked for, and how far it has come. */
export async function RequirementList({ asked }: { asked: readonly Requirement[] }) {
  return (
    <ul className="space-y-6">
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
    <li>
      <p className="flex items-baseline justify-between gap-6">
        <span>{await requirementName(one)}</span>
        <Standing one={one} />
      </p>
      {part !== null && <Bar share={part} met={one.passed} />}
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
  const figures = { actual: figure(one.actual ?? "0", locale), needed: figure(one.needed ?? "0", locale) };
  return (
    <span className={`flex shrink-0 items-baseline gap-2 tabular-nums ${one.passed ? "text-soft" : ""}`}>
      {one.passed && <Check />}
      {counted && <span>{t(one.passed ? "enough" : "of", figures)}</span>}
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

/** What is met steps back, so that the eye finds what is not. */
function Bar({ share, met }: { share: number; met: boolean }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none" className="mt-2.5 block h-[3px] w-full">
      <rect width="100" height="1" className="fill-line" />
      <rect width={share * 100} height="1" className={met ? "fill-sage" : "fill-moss"} />
    </svg>
  );
}
