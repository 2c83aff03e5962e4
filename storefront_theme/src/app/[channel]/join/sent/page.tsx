import type { Metadata } from "next";
import { mailSentMetadata, MailSent } from "@/account/mail-sent";

export const generateMetadata = (): Promise<Metadata> => mailSentMetadata("joinSent");

export default async function JoinSent(props: PageProps<"/[channel]/join/sent">) {
  const { channel } = await props.params;
  return <MailSent channel={channel} words="joinSent" />;
}
