import "server-only";
import { environment } from "@/environment";

const DAY_SECONDS = 86_400;

export const ACCESS = "session";
export const REFRESH = "session_refresh";
export const REFRESH_SECONDS = 30 * DAY_SECONDS;
export const VISIT_SECONDS = 90 * DAY_SECONDS;
export const CART_SECONDS = 90 * DAY_SECONDS;

/** Cookies of one channel: its cart, and who referred the visitor there. */
export const cartCookie = (channel: string) => `cart_${channel}`;
export const visitCookie = (channel: string) => `visit_${channel}`;
export const lastOrderCookie = (channel: string) => `order_${channel}`;

/** No script reads them, no other site sends them along with a form. */
export function cookieOptions(maxAge: number) {
  return {
    httpOnly: true,
    sameSite: "lax" as const,
    secure: !environment.storefrontUrl.startsWith("http:"),
    path: "/",
    maxAge,
  };
}
