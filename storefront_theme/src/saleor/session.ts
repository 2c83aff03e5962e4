import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { LoginDocument, RefreshDocument } from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "./client";
import { ACCESS, REFRESH, REFRESH_SECONDS, cookieOptions } from "./cookies";

const EARLY_SECONDS = 30;

/** The access token of who is signed in; the proxy has renewed it before any page runs. */
export async function accessToken(): Promise<string | undefined> {
  return (await cookies()).get(ACCESS)?.value;
}

/** The access token, or the login page, which comes back to `next`. */
export async function requireToken(channel: string, next: string): Promise<string> {
  return (await accessToken()) ?? redirect(paths.login(channel, next));
}

/** Sign in; answers the error's code, or null. Only in a server action: it sets cookies. */
export async function login(email: string, password: string): Promise<string | null> {
  // Saleor slows down wrong passwords by address: everybody's must not count as this server's.
  const visitor = (await headers()).get("x-forwarded-for") ?? undefined;
  const answer = (await ask(LoginDocument, { email, password }, undefined, visitor)).tokenCreate;
  if (!answer?.token || !answer.refreshToken) return answer?.errors[0]?.code ?? "INVALID";
  const jar = await cookies();
  jar.set(ACCESS, answer.token, cookieOptions(secondsLeft(answer.token)));
  jar.set(REFRESH, answer.refreshToken, cookieOptions(REFRESH_SECONDS));
  return null;
}

/** Forget the session. Only in a server action. */
export async function logout() {
  const jar = await cookies();
  jar.delete(ACCESS);
  jar.delete(REFRESH);
}

/** A new access token for a refresh token, or null if the store no longer takes it. */
export async function renew(refreshToken: string): Promise<string | null> {
  return (await ask(RefreshDocument, { refreshToken })).tokenRefresh?.token ?? null;
}

/** How long a token may be used, with something to spare for the request on its way. */
export function secondsLeft(token: string, nowMs = Date.now()): number {
  const payload = token.split(".")[1] ?? "";
  const { exp } = JSON.parse(Buffer.from(payload, "base64url").toString() || "{}") as {
    exp?: number;
  };
  return Math.max(0, Math.floor((exp ?? 0) - nowMs / 1000) - EARLY_SECONDS);
}
