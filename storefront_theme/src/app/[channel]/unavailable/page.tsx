import { Unavailable } from "@/ui/unavailable";

/** Shown under a referral link's own address while the store does not answer (see proxy.ts). */
export default function UnavailablePage() {
  return <Unavailable />;
}
