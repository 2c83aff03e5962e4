import type { Metadata } from "next";
import { mailSentMetadata, MailSent } from "@/account/mail-sent";

export const generateMetadata = (): Promise<Metadata> => mailSentMetadata("registered");

export default async function Registered(props: PageProps<"/[channel]/register/sent">) {
  const { channel } = await props.params;
  return <MailSent channel={channel} words="registered" />;
}
