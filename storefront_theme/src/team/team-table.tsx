import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { points } from "@/account/figures";
import type { TeamMemberFragment } from "@/graphql/documents";
import { paths } from "@/paths";
import { PageLink } from "@/ui/page-link";
import { sortedBy, SORTS, teamAddress, type Sort, type Wish } from "./wish";

type Props = { channel: string; wish: Wish; members: readonly TeamMemberFragment[]; name: string };

/**
 * People under headings; on a narrow screen each row is a card with its headings inside. The roles
 * stand there since a table that is laid out in another way is none to a screen reader.
 */
export async function TeamTable({ channel, wish, members, name }: Props) {
  const t = await getTranslations("team");
  return (
    <>
      <Sorts channel={channel} wish={wish} />
      <table role="table" aria-label={name} className="block w-full border-collapse text-[0.9375rem] md:table">
        <thead role="rowgroup" className="sr-only md:not-sr-only md:table-header-group">
          <tr role="row" className="border-b border-ink/70">
            <Heading of="name" wish={wish} text={t("column.name")} />
            <Heading of="level" wish={wish} text={t("column.level")} />
            <Heading of="rank" wish={wish} text={t("column.rank")} />
            <Heading of="joined" wish={wish} text={t("column.joined")} />
            <Heading wish={wish} text={t("column.team")} isFigure />
            <Heading of="volume" wish={wish} text={t("column.volume")} isFigure />
          </tr>
        </thead>
        <tbody role="rowgroup" className="block md:table-row-group">
          {members.map((member) => (
            <Row key={member.node.id} channel={channel} member={member} />
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Links, and the one that rules turns the order round. */
async function Sorts({ channel, wish }: { channel: string; wish: Wish }) {
  const t = await getTranslations("team");
  return (
    <nav aria-label={t("sort")} className="mb-3 flex flex-wrap items-baseline gap-x-4 text-[0.9375rem] md:gap-x-5">
      <span className="text-soft">{t("sort")}</span>
      {(Object.keys(SORTS) as Sort[]).map((sort) => {
        const isThis = sort === wish.sort;
        const turn = isThis ? t(wish.isDown ? "descending" : "ascending") : "";
        return (
          <PageLink
            key={sort}
            href={teamAddress(paths.team(channel), sortedBy(wish, sort))}
            aria-current={isThis ? "true" : undefined}
            className="py-2 text-soft hover:text-ink aria-[current]:text-ink aria-[current]:underline aria-[current]:decoration-1 aria-[current]:underline-offset-8"
          >
            {t(`sorts.${sort}`)}
            {isThis && <span aria-hidden="true">{wish.isDown ? " ↓" : " ↑"}</span>}
            {isThis && <span className="sr-only">, {turn}</span>}
          </PageLink>
        );
      })}
    </nav>
  );
}

type HeadingProps = { of?: Sort; wish: Wish; text: string; isFigure?: boolean };

function Heading({ of, wish, text, isFigure }: HeadingProps) {
  const order = of === wish.sort ? (wish.isDown ? "descending" : "ascending") : undefined;
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={order}
      className={`label py-3 text-soft ${isFigure ? "pl-4 text-right" : "pr-4 text-left"}`}
    >
      {text}
    </th>
  );
}

async function Row({ channel, member }: { channel: string; member: TeamMemberFragment }) {
  const t = await getTranslations("team");
  const [locale, format] = [await getLocale(), await getFormatter()];
  const { node, level, teamSize, active, volume } = member;
  const joined = format.dateTime(new Date(node.joinedAt), { dateStyle: "medium" });
  const size = teamSize.toLocaleString(locale);
  return (
    <tr role="row" className="grid grid-cols-3 gap-x-4 gap-y-3 border-b border-line py-5 md:table-row md:py-0">
      <td role="cell" className="col-span-3 md:table-cell md:py-4 md:pr-4 md:align-top">
        <Name channel={channel} node={node} active={active} />
      </td>
      <Cell heading={t("column.level")}>{level}</Cell>
      <Cell heading={t("column.rank")}>{node.rank?.name ?? <span className="text-soft">{t("noRank")}</span>}</Cell>
      <Cell heading={t("column.joined")}>{joined}</Cell>
      <Cell heading={t("column.team")} isFigure>
        {teamSize ? (
          <PageLink href={paths.team(channel, { of: node.code })} aria-label={t("open", { name: node.displayName, size: teamSize })} className="quiet-link">
            {size}
          </PageLink>
        ) : (
          size
        )}
      </Cell>
      <Cell heading={t("column.volume")} isFigure>
        {points(volume.value, locale)}
      </Cell>
    </tr>
  );
}

type NameProps = { channel: string; node: TeamMemberFragment["node"]; active: boolean };

async function Name({ channel, node, active }: NameProps) {
  const t = await getTranslations("team");
  const names = new Intl.DisplayNames(await getLocale(), { type: "region" });
  const where = node.country ? names.of(node.country) : undefined;
  return (
    <>
      <PageLink href={paths.tree(channel, { of: node.code })} className="quiet-link font-serif text-xl md:text-lg">
        {node.displayName}
      </PageLink>
      {node.status !== "ACTIVE" && <span className="label ml-3 text-soft">{t(`statuses.${node.status}`)}</span>}
      <span className="mt-0.5 flex items-center gap-2 text-sm text-soft">
        <ActiveMark active={active} />
        {[active ? t("isActive") : t("notActive"), where].filter(Boolean).join(" · ")}
      </span>
    </>
  );
}

/** Full for who is active this month; beside it stands the word. */
export function ActiveMark({ active }: { active: boolean }) {
  const look = active ? "bg-moss" : "border border-edge";
  return <span aria-hidden="true" className={`inline-block size-2 shrink-0 rounded-full ${look}`} />;
}

type CellProps = { heading: string; children: React.ReactNode; isFigure?: boolean };

function Cell({ heading, children, isFigure }: CellProps) {
  const side = isFigure ? "md:pl-4 md:text-right tabular-nums" : "md:pr-4";
  return (
    <td role="cell" className={`md:table-cell md:py-4 md:align-top ${side}`}>
      <span aria-hidden="true" className="block text-sm text-soft md:hidden">
        {heading}
      </span>
      {children}
    </td>
  );
}
