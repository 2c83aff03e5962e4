"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { channelOf } from "@/channels";
import { environment } from "@/environment";
import { ConfirmDocument, RegisterDocument } from "@/graphql/documents";
import { localPath, paths } from "@/paths";
import { ask } from "@/saleor/client";
import { login } from "@/saleor/session";
import { channelIn, passwordIn, text, unreachable } from "./form";

export type RegisterState = {
  firstName: string;
  email: string;
  /** The store's error codes by field; of "" for the form. */
  errors: Record<string, string>;
};
export type ConfirmState = { problem?: "ended" | "wrong" | "delayed" | "unreachable" | "other" };

/**
 * Open an account and be in it, or wait for the mail where the shop confirms addresses.
 *
 * The store says nothing of an address that has an account already; only signing in tells.
 */
export async function register(_before: RegisterState, form: FormData): Promise<RegisterState> {
  const channel = channelIn(form);
  const typed = { firstName: text(form, "firstName"), email: text(form, "email") };
  const password = passwordIn(form);
  const found = await opened(channel, { ...typed, password }).catch(unreachable);
  if (found === "UNREACHABLE") return { ...typed, errors: { "": found } };
  if (Object.keys(found.errors).length) return { ...typed, errors: found.errors };
  if (found.requiresConfirmation) redirect(paths.registered(channel));
  const refused = await login(typed.email, password).catch(unreachable);
  if (refused) return { ...typed, errors: { "": refused === "UNREACHABLE" ? refused : "TAKEN" } };
  revalidatePath(paths.home(channel), "layout");
  redirect(localPath(form.get("next"), paths.account(channel)));
}

type Wanted = { firstName: string; email: string; password: string };

async function opened(channel: string, wanted: Wanted) {
  const languageCode = channelOf(channel).language === "ja" ? ("JA" as const) : ("EN" as const);
  const redirectUrl = environment.storefrontUrl + paths.confirm(channel);
  const input = { ...wanted, channel, languageCode, redirectUrl };
  const answer = (await ask(RegisterDocument, { input })).accountRegister;
  const errors = (answer?.errors ?? []).map(({ field, code }) => [field ?? "", code]);
  return {
    requiresConfirmation: Boolean(answer?.requiresConfirmation),
    errors: Object.fromEntries(errors) as RegisterState["errors"],
  };
}

/**
 * Follow the link of the mail. The password shows that whoever reads the mail opened the account,
 * and that a program which opens all links of a mail did not.
 */
export async function confirm(_before: ConfirmState, form: FormData): Promise<ConfirmState> {
  const channel = channelIn(form);
  const email = text(form, "email");
  const wanted = { email, token: text(form, "token"), password: passwordIn(form) };
  const answer = await ask(ConfirmDocument, wanted).catch(unreachable);
  if (answer === "UNREACHABLE") return { problem: "unreachable" };
  const error = answer.confirmAccount?.errors[0];
  if (error) return { problem: problemOf(error) };
  // The account is confirmed in any case; another password is the login page's matter.
  const refused = await login(email, wanted.password).catch(unreachable);
  revalidatePath(paths.home(channel), "layout");
  redirect(refused ? `${paths.login(channel)}?confirmed=1` : paths.account(channel));
}

function problemOf({ field, code }: { field: string | null; code: string }) {
  if (code === "LOGIN_ATTEMPT_DELAYED") return "delayed";
  if (field === "token") return "ended";
  return field === "password" || code === "INVALID_CREDENTIALS" ? "wrong" : "other";
}
