import { notFound } from "next/navigation";
import { findChannel } from "@/channels";
import { Footer } from "@/frame/footer";
import { Header } from "@/frame/header";
import { ReferralRibbon } from "@/frame/referral-ribbon";
import { SkipLink } from "@/frame/skip-link";

/** Header, whose shop it is, the page, footer; all of it also when the store does not answer. */
export default async function ChannelLayout({ children, params }: LayoutProps<"/[channel]">) {
  const channel = findChannel((await params).channel);
  if (!channel) notFound();
  return (
    <>
      <SkipLink />
      <ReferralRibbon channel={channel} />
      <Header channel={channel} />
      <main id="content" tabIndex={-1} className="flex grow flex-col outline-none">
        {children}
      </main>
      <Footer channel={channel} />
    </>
  );
}
