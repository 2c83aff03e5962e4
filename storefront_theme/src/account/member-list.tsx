import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import type { TeamQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { Table } from "@/ui/table";
import { points, volume } from "./figures";

type Member = NonNullable<TeamQuery["mlmDistributor"]>["frontline"]["edges"][number]["node"];
type Props = { channel: string; members: Member[]; level: number };

/** The people of one level. Who has a team of their own is a link to it. */
export async function MemberList({ channel, members, level }: Props) {
  const t = await getTranslations("team");
  const locale = await getLocale();
  const since = (member: Member) =>
    new Date(member.joinedAt).toLocaleDateString(locale, { month: "short", year: "numeric" });
  const figure = (name: string) => (member: Member) => points(volume(member.volumes, name), locale);
  return (
    <Table
      caption={t("caption", { level })}
      rows={members}
      rowKey={(member) => member.id}
      columns={[
        {
          heading: t("level", { level }),
          cell: (member) => (
            <>
              <Name {...{ channel, member }} />
              {member.status !== "ACTIVE" && (
                <span className="label ml-3 text-soft">{t(`statuses.${member.status}`)}</span>
              )}
            </>
          ),
        },
        { heading: t("since"), wideOnly: true, cell: since },
        { heading: t("own"), align: "right", cell: figure("personal QV") },
        { heading: t("group"), align: "right", cell: figure("group QV") },
      ]}
    />
  );
}

async function Name({ channel, member }: { channel: string; member: Member }) {
  const t = await getTranslations("team");
  if (!member.frontline.edges.length) return <span className="font-serif text-lg">{member.displayName}</span>;
  return (
    <Link
      href={paths.team(channel, member.code)}
      aria-label={t("open", { name: member.displayName })}
      className="quiet-link font-serif text-lg"
    >
      {member.displayName} <span aria-hidden="true">→</span>
    </Link>
  );
}
