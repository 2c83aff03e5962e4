"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { EnrollDocument } from "@/graphql/documents";
import { localPath, paths } from "@/paths";
import { ask } from "@/saleor/client";
import { login, logout, requireToken } from "@/saleor/session";
import { channelIn, passwordIn, text, unreachable } from "./form";

export type LoginState = { email: string; problem?: "wrong" | "delayed" | "unconfirmed" | "unreachable" };
export type JoinState = {
  displayName: string;
  enrollerCode: string;
  /** The store's error codes by field; of "" for the form. */
  errors: Record<string, string>;
};
const JOIN_FIELDS = new Set(["displayName", "enrollerCode"]);

export async function signIn(_before: LoginState, form: FormData): Promise<LoginState> {
  const email = text(form, "email");
  const channel = channelIn(form);
  const refused = await login(email, passwordIn(form)).catch(unreachable);
  if (refused === "UNREACHABLE") return { email, problem: "unreachable" };
  if (refused === "LOGIN_ATTEMPT_DELAYED") return { email, problem: "delayed" };
  if (refused === "ACCOUNT_NOT_CONFIRMED") return { email, problem: "unconfirmed" };
  if (refused) return { email, problem: "wrong" };
  revalidatePath(paths.home(channel), "layout");
  redirect(localPath(form.get("next"), paths.account(channel)));
}

export async function signOut(form: FormData) {
  await logout();
  const home = paths.home(channelIn(form));
  revalidatePath(home, "layout");
  redirect(home);
}

/** Become a distributor below whoever's code it is. */
export async function join(_before: JoinState, form: FormData): Promise<JoinState> {
  const channel = channelIn(form);
  const token = await requireToken(channel, paths.account(channel));
  const input = { displayName: text(form, "displayName"), enrollerCode: text(form, "enrollerCode") };
  const errors = missing(input);
  if (Object.keys(errors).length) return { ...input, errors };
  const refused = await enroll({ ...input, channel }, token).catch(unreachable);
  if (refused === "UNREACHABLE") return { ...input, errors: { "": refused } };
  if (Object.keys(refused).length) return { ...input, errors: refused };
  redirect(paths.account(channel));
}

async function enroll(input: Omit<JoinState, "errors"> & { channel: string }, token: string) {
  const answer = (await ask(EnrollDocument, { input }, token)).mlmDistributorEnroll;
  // What the form has no field for is said above it, never dropped.
  const place = (field?: string | null) => (field && JOIN_FIELDS.has(field) ? field : "");
  const pairs = answer?.errors.map(({ field, code }) => [place(field), code]);
  return Object.fromEntries(pairs ?? []) as JoinState["errors"];
}

function missing(input: Record<string, string>): JoinState["errors"] {
  const empty = Object.entries(input).filter(([, value]) => !value);
  return Object.fromEntries(empty.map(([name]) => [name, "REQUIRED"]));
}
