import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { Channel } from "@/channels";
import { leaveReferral } from "@/referral/actions";
import { read } from "@/referral/visit";
import { visitCookie } from "@/saleor/cookies";

/** "You are shopping with Carol", and the way out of it. Nothing for those whom nobody referred. */
export async function ReferralRibbon({ channel }: { channel: Channel }) {
  const visit = read((await cookies()).get(visitCookie(channel.slug))?.value);
  if (!visit) return null;
  const t = await getTranslations("ribbon");
  return (
    <aside aria-label={t("about")} className="bg-moss text-paper">
      <form
        action={leaveReferral}
        className="mx-auto flex max-w-[84rem] items-center justify-center gap-5 px-5 py-1.5 text-sm"
      >
        <input type="hidden" name="channel" value={channel.slug} />
        <p>
          {t.rich("with", {
            name: visit.name,
            b: (name) => <span className="serif-italic text-base">{name}</span>,
          })}
        </p>
        <button
          className="min-h-8 cursor-pointer text-sage quiet-link hover:text-paper focus-visible:outline-paper"
          aria-label={t("leaveLong", { name: visit.name })}
        >
          {t("leave")}
        </button>
      </form>
    </aside>
  );
}
