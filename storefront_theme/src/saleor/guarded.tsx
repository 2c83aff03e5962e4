import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { channelOf } from "@/channels";
import { CHANNEL_HEADER, paths } from "@/paths";
import { Unavailable } from "@/ui/unavailable";
import { StoreRefused, StoreUnreachable } from "./client";

/**
 * A page that stays readable when the store does not answer, and asks for a login when the session
 * has ended. It catches what the page itself awaits, so pages fetch at their top; an error boundary
 * would show nothing to people without JavaScript.
 */
export function guarded<Props>(page: (props: Props) => Promise<ReactNode>) {
  return async function GuardedPage(props: Props) {
    try {
      return await page(props);
    } catch (error) {
      if (error instanceof StoreUnreachable) return <Unavailable />;
      if (error instanceof StoreRefused && error.needsLogin) {
        redirect(`${paths.login(await currentChannel())}?expired=1`);
      }
      throw error;
    }
  };
}

async function currentChannel() {
  return channelOf((await headers()).get(CHANNEL_HEADER) ?? "").slug;
}
