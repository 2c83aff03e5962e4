import { getLocale, getTranslations } from "next-intl/server";
import { points } from "@/account/figures";
import { paths } from "@/paths";
import { PageLink } from "@/ui/page-link";
import type { Branch, Node, Twig } from "./branches";
import { slotName } from "./slots";
import { ActiveMark } from "./team-table";
import styles from "./tree.module.css";

/** Which tree is drawn; `tree` null: who introduced whom. `placing`: whom a free place is chosen for. */
export type Drawing = {
  channel: string;
  tree: string | null;
  width: number | null;
  placing: { position: string; name: string } | null;
};
type Props = { drawing: Drawing; branch: Branch; name: string };

/** A list of lists, drawn as a tree. Whoever has people below is a link that opens that branch. */
export function DrawnTree({ drawing, branch, name }: Props) {
  return (
    <ul aria-label={name} className={styles.tree}>
      <li className={styles.branch}>
        <Card drawing={drawing} node={branch.node} isTop />
        <Twigs drawing={drawing} branch={branch} />
      </li>
    </ul>
  );
}

async function Twigs({ drawing, branch: { node, twigs } }: { drawing: Drawing; branch: Branch }) {
  const t = await getTranslations("tree");
  if (!twigs.length) return null;
  return (
    <ul aria-label={t("below", { name: node.distributor.displayName })} className={styles.twigs}>
      {twigs.map((twig) => (
        <li key={keyOf(twig)} className={styles.twig}>
          {twig.kind === "person" && <Card drawing={drawing} node={twig.branch.node} />}
          {twig.kind === "person" && <Twigs drawing={drawing} branch={twig.branch} />}
          {twig.kind === "open" && <Open drawing={drawing} twig={twig} />}
          {twig.kind === "more" && <More drawing={drawing} twig={twig} />}
        </li>
      ))}
    </ul>
  );
}

function keyOf(twig: Twig): string {
  if (twig.kind === "person") return twig.branch.node.id;
  return twig.kind === "open" ? `open ${twig.slot}` : "more";
}

const LOOKS = {
  top: "bg-moss text-paper",
  person: "border border-line bg-white has-[a:hover]:border-moss",
};

/** Who stands here: the name, the place, and what is counted. */
async function Card({ drawing, node, isTop }: { drawing: Drawing; node: Node; isTop?: boolean }) {
  const t = await getTranslations("tree");
  const { distributor, slot, teamSize, active, volume } = node;
  const quiet = isTop ? "text-sage" : "text-soft";
  const isLink = !isTop && (teamSize > 0 || drawing.width !== null);
  const value = points(volume.value, await getLocale());
  return (
    <div className={`relative px-4 py-3 ${styles.card} ${isTop ? LOOKS.top : LOOKS.person}`}>
      {slot !== null && !isTop && <p className={`label ${quiet}`}>{slotName(t, slot, drawing.width)}</p>}
      <p className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 font-serif text-lg leading-snug break-words">
          {isLink ? (
            <PageLink
              href={opened(drawing, distributor.code)}
              aria-label={t("open", { name: distributor.displayName, size: teamSize })}
              className="after:absolute after:inset-0 hover:text-clay"
            >
              {distributor.displayName}
            </PageLink>
          ) : (
            distributor.displayName
          )}
        </span>
        {distributor.status !== "ACTIVE" && <Status node={node} />}
      </p>
      <p className={`mt-0.5 flex items-center gap-2 text-sm tabular-nums ${quiet}`}>
        {!isTop && <ActiveMark active={active} />}
        <span className="sr-only">{active ? t("active") : t("notActive")}</span>
        {t("figures", { size: teamSize, value })}
      </p>
    </div>
  );
}

async function Status({ node }: { node: Node }) {
  const t = await getTranslations("team");
  return <span className="label">{t(`statuses.${node.distributor.status}`)}</span>;
}

type OpenProps = { drawing: Drawing; twig: Extract<Twig, { kind: "open" }> };
const OPEN = `block border border-dashed border-edge px-4 py-3 text-[0.9375rem] ${styles.card}`;

/** A free place: to look at, or to take for somebody who waits. */
async function Open({ drawing, twig: { below, slot, count } }: OpenProps) {
  const t = await getTranslations("tree");
  const { channel, width, placing } = drawing;
  const side = slotName(t, slot, width);
  if (!placing) {
    return <p className={`${OPEN} text-soft`}>{count > 1 ? t("openMany", { count }) : t("openSlot", { side })}</p>;
  }
  const wanted = { position: placing.position, parent: below.id, below: below.distributor.code, slot };
  return (
    <PageLink href={paths.place(channel, wanted)} className={`${OPEN} bg-bone hover:border-solid hover:border-moss hover:text-clay`}>
      {t("placeHere", { name: placing.name, side })}
    </PageLink>
  );
}

type MoreProps = { drawing: Drawing; twig: Extract<Twig, { kind: "more" }> };

/** Those who are not drawn: below somebody on top in the list, else by opening that branch. */
async function More({ drawing, twig: { below, count } }: MoreProps) {
  const t = await getTranslations("tree");
  const { code, displayName } = below.distributor;
  const isWide = below.level === 0 && !drawing.tree;
  const href = isWide ? paths.team(drawing.channel, { of: code, to: 1 }) : opened(drawing, code);
  return (
    <PageLink href={href} aria-label={t("moreOf", { count, name: displayName })} className={`inline-flex min-h-11 items-center text-[0.9375rem] text-clay quiet-link ${styles.more}`}>
      {t("more", { count })}
    </PageLink>
  );
}

function opened({ channel, tree, placing }: Drawing, of: string) {
  return paths.tree(channel, { of, in: tree, place: placing?.position });
}
