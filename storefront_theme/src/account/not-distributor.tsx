import { getTranslations } from "next-intl/server";
import { paths } from "@/paths";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { AccountShell } from "./shell";

type Props = { channel: string; current: "earnings" | "team" | "link" };

/** A distributor's page, opened by somebody who is none. */
export async function NotDistributor({ channel, current }: Props) {
  const t = await getTranslations("account");
  return (
    <AccountShell channel={channel} current={current} distributor={false}>
      <div className="py-20 md:py-28">
        <EmptyState title={t("notDistributor")} text={t("notDistributorText")}>
          <ButtonLink href={paths.join(channel)}>{t("become")}</ButtonLink>
          <ButtonLink look="quiet" href={paths.account(channel)}>
            {t("toOverview")}
          </ButtonLink>
        </EmptyState>
      </div>
    </AccountShell>
  );
}
