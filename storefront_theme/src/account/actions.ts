"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { localPath, paths } from "@/paths";
import { login, logout } from "@/saleor/session";
import { channelIn, passwordIn, text, unreachable } from "./form";

export type LoginState = { email: string; problem?: "wrong" | "delayed" | "unconfirmed" | "unreachable" };

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
