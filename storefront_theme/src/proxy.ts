import { NextResponse, type NextRequest } from "next/server";
import { CHANNELS, findChannel } from "@/channels";
import { CHANNEL_HEADER, paths } from "@/paths";
import { attach, visit, written } from "@/referral/visit";
import {
  ACCESS,
  REFRESH,
  VISIT_SECONDS,
  cartCookie,
  cookieOptions,
  visitCookie,
} from "@/saleor/cookies";
import { renew, secondsLeft } from "@/saleor/session";

export const config = { matcher: "/((?!_next/|.*\\.[a-z0-9]+$).*)" };

/** What must happen before a page: pages cannot set cookies, and referral links only set one. */
export async function proxy(request: NextRequest) {
  const [, slug = "", second, code, ...rest] = request.nextUrl.pathname.split("/");
  if (!slug) return NextResponse.redirect(new URL(paths.home(CHANNELS[0].slug), request.url));
  if (!findChannel(slug)) return unknownChannel(request);
  if (second === "r" && code && !rest.length) return follow(request, slug, decoded(code));
  const ref = request.nextUrl.searchParams.get("ref");
  if (ref !== null && request.method === "GET") return follow(request, slug, ref);
  return withSession(request, slug);
}

/** No such channel: said inside the first one, whose pages have a header and a way on. */
function unknownChannel(request: NextRequest) {
  const channel = CHANNELS[0].slug;
  const options = { request: { headers: withChannel(request, channel) } };
  return NextResponse.rewrite(new URL(`/${channel}/missing`, request.url), options);
}

/** Note whose link it was and go on to the page itself; say so where the code is unknown. */
async function follow(request: NextRequest, channel: string, code: string) {
  const target = withoutReferral(request.nextUrl, channel);
  try {
    const found = await visit(channel, code, request.nextUrl.searchParams.get("place"));
    if (!found) return page(request, channel, "unknown-link", target);
    const bag = request.cookies.get(cartCookie(channel))?.value;
    if (bag) await attach(found, bag, request.cookies.get(ACCESS)?.value);
    const answer = NextResponse.redirect(target);
    answer.cookies.set(visitCookie(channel), written(found), cookieOptions(VISIT_SECONDS));
    return answer;
  } catch {
    // Under the link's own address, so that trying again follows the link again.
    return page(request, channel, "unavailable", target);
  }
}

function withoutReferral(address: URL, channel: string) {
  const target = new URL(address);
  target.searchParams.delete("ref");
  target.searchParams.delete("place");
  if (target.pathname.startsWith(`/${channel}/r/`)) target.pathname = paths.home(channel);
  return target;
}

function page(request: NextRequest, channel: string, name: string, target: URL) {
  const address = new URL(`/${channel}/${name}`, request.url);
  address.searchParams.set("next", target.pathname + target.search);
  return NextResponse.rewrite(address, { request: { headers: withChannel(request, channel) } });
}

/** The page, with an access token that is still good for as long as the person is signed in. */
async function withSession(request: NextRequest, channel: string) {
  // The store has refused this token although its time is not over (see guarded.tsx).
  const isRefused = request.nextUrl.searchParams.has("expired");
  if (isRefused) request.cookies.delete(ACCESS);
  const refreshToken = request.cookies.get(REFRESH)?.value;
  if (request.cookies.get(ACCESS)) return pass(request, channel);
  if (!refreshToken) return isRefused ? signedOut(request, channel) : pass(request, channel);
  try {
    const token = await renew(refreshToken);
    if (!token) return ended(request, channel);
    request.cookies.set(ACCESS, token);
    const answer = pass(request, channel);
    answer.cookies.set(ACCESS, token, cookieOptions(secondsLeft(token)));
    return answer;
  } catch {
    return pass(request, channel);
  }
}

function signedOut(request: NextRequest, channel: string) {
  const answer = pass(request, channel);
  answer.cookies.delete(ACCESS);
  return answer;
}

function ended(request: NextRequest, channel: string) {
  request.cookies.delete(REFRESH);
  const { pathname, search } = request.nextUrl;
  const needsLogin = pathname.startsWith(paths.account(channel)) && request.method === "GET";
  const login = `${paths.login(channel, pathname + search)}&expired=1`;
  const answer = needsLogin
    ? NextResponse.redirect(new URL(login, request.url))
    : pass(request, channel);
  answer.cookies.delete(REFRESH);
  return answer;
}

function pass(request: NextRequest, channel: string) {
  return NextResponse.next({ request: { headers: withChannel(request, channel) } });
}

function withChannel(request: NextRequest, channel: string) {
  const headers = new Headers(request.headers);
  headers.set(CHANNEL_HEADER, channel);
  return headers;
}

function decoded(part: string) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
