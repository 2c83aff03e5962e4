import { getFormatter, getTranslations } from "next-intl/server";
import type { HeldFragment, PlacementTreeFragment } from "@/graphql/documents";
import { paths } from "@/paths";
import { ButtonLink } from "@/ui/button";
import { ruling, treeName } from "./slots";

type Props = {
  channel: string;
  held: readonly HeldFragment[];
  trees: readonly PlacementTreeFragment[];
};

/** Who waits, until when, and what happens then if nobody does anything. */
export async function WaitingList({ channel, held, trees }: Props) {
  return (
    <ul className="border-t border-ink/70">
      {held.map((one) => (
        <Item key={one.position.id} channel={channel} held={one} tree={trees.find(({ name }) => name === one.position.tree)} />
      ))}
    </ul>
  );
}

type ItemProps = { channel: string; held: HeldFragment; tree?: PlacementTreeFragment };

async function Item({ channel, held, tree }: ItemProps) {
  const t = await getTranslations("waiting");
  const { position, heldUntil, distributor } = held;
  const name = distributor.displayName;
  return (
    <li className="grid gap-x-10 gap-y-5 border-b border-line py-7 md:grid-cols-[1fr_1.4fr_auto] md:items-start">
      <div>
        <h2 className="text-heading">{name}</h2>
        <p className="mt-1 text-sm text-soft">{t("in", { tree: treeName(position.tree) })}</p>
      </div>
      <div className="max-w-[40rem] leading-relaxed">
        <Until at={heldUntil} />
        {tree && <p className="mt-1 text-soft">{t(`automatic.${ruling(tree)}`)}</p>}
      </div>
      <ButtonLink
        look="outline"
        href={paths.place(channel, { position: position.id })}
        aria-label={t("chooseFor", { name })}
        className="justify-self-start"
      >
        {t("choose")}
      </ButtonLink>
    </li>
  );
}

async function Until({ at }: { at: string }) {
  const t = await getTranslations("waiting");
  const format = await getFormatter();
  const until = new Date(at);
  // Whose time is over is placed within a minute. Rendered on the server, once for a request: the
  // clock cannot make two renderings differ, which is what the rule is for.
  // eslint-disable-next-line react-hooks/purity
  if (until.getTime() <= Date.now()) return <p>{t("anyMoment")}</p>;
  const date = format.dateTime(until, { dateStyle: "long" });
  const time = format.dateTime(until, { timeStyle: "short" });
  return (
    <p>
      <time dateTime={at}>{t("until", { date, time })}</time>
    </p>
  );
}
