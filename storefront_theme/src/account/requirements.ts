import type { SingleRequirementFragment } from "@/graphql/documents";

/** A requirement; `parts` are there as deep as they were asked for. */
export type Requirement = SingleRequirementFragment & { parts?: readonly Requirement[] };

/**
 * What is asked for, one by one: of those that ask for all of their parts, the parts. One of which
 * any part is enough stays what it is.
 */
export function singly(asked: readonly Requirement[]): Requirement[] {
  const single = asked.flatMap((one) =>
    one.parts?.length && !one.anyPart ? singly(one.parts) : [one],
  );
  return single.filter((one, place) => single.findIndex(({ test }) => test === one.test) === place);
}

/** Those that a bonus pays for and that are not met, one by one. */
export function unmet(tests: readonly Requirement[]): Requirement[] {
  const asked = tests.filter(({ bonuses, passed }) => bonuses.length > 0 && !passed);
  return singly(asked).filter(({ passed }) => !passed);
}

/** How much there is of what is needed, from 0 to 1; null where there is nothing to count. */
export function share({ needed, actual }: Requirement): number | null {
  if (needed == null || actual == null || Number(needed) <= 0) return null;
  return Math.min(1, Math.max(0, Number(actual) / Number(needed)));
}

/** "1500.00" as "1,500", "283.30" as "283.30", "2" as "2". */
export function figure(value: string, locale: string): string {
  const digits = Number.isInteger(Number(value)) ? 0 : 2;
  const format = { minimumFractionDigits: digits, maximumFractionDigits: 4 };
  return new Intl.NumberFormat(locale, format).format(Number(value));
}

/** "two-active-legs" as "Two active legs": how a plan calls what has no words of its own here. */
export function plainName(key: string): string {
  const words = key.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
