/** The way from oneself down to somebody, of which the store tells the last steps. */
export type Step = { code: string; displayName: string };
/** null: some steps between, not told. */
export type Way = (Step | null)[];

/** Both ends included; `upline`: the nearest first, as far as it was asked for. */
export function wayDown(own: Step, member: Step, upline: readonly Step[]): Way {
  if (member.code === own.code) return [own];
  const top = upline.findIndex(({ code }) => code === own.code);
  const between = (top < 0 ? upline : upline.slice(0, top)).toReversed();
  return [own, ...(top < 0 ? [null] : []), ...between, member];
}
