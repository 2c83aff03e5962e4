"use server";

import { revalidatePath } from "next/cache";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { channelIn, passwordIn, text, unreachable } from "@/account/form";
import { channelOf } from "@/channels";
import { environment } from "@/environment";
import { EnrolDocument } from "@/graphql/documents";
import { paths } from "@/paths";
import { read } from "@/referral/visit";
import { ask } from "@/saleor/client";
import { visitCookie } from "@/saleor/cookies";
import { accessToken, login, logout } from "@/saleor/session";
import { inputOf, missing, placed, type JoinState, type Said, type Way } from "./newcomer";

/**
 * Enrol: a visitor gets an account by it, a customer keeps the own.
 *
 * Where the shop confirms addresses, a visitor is told the same whether there is an account or not.
 */
export async function enrol(_before: JoinState, form: FormData): Promise<JoinState> {
  const token = await accessToken();
  const said = saidIn(form);
  const way = await wayOf(form, !token);
  const errors = missing(said, way);
  if (Object.keys(errors).length) return { said, errors };
  const answer = await sent(said, way, token).catch(unreachable);
  if (answer === "UNREACHABLE") return { said, errors: { "": answer } };
  // The text of the version in force is shown then, so that it can be read.
  if (answer.errors.agreementVersion) revalidatePath(paths.join(way.channel));
  if (Object.keys(answer.errors).length) return { said, errors: answer.errors };
  if (answer.requiresConfirmation) redirect(paths.joinSent(way.channel));
  if (way.isVisitor) await enter(way, text(form, "email"));
  revalidatePath(paths.home(way.channel), "layout");
  redirect(paths.joined(way.channel));
}

/** Somebody else's invitation was opened: sign out, and come back to it as nobody. */
export async function leaveForInvitation(form: FormData) {
  const channel = channelIn(form);
  await logout();
  revalidatePath(paths.home(channel), "layout");
  redirect(paths.join(channel, { invitation: text(form, "invitation") }));
}

async function sent(said: Said, way: Way, token?: string) {
  const languageCode = channelOf(way.channel).language === "ja" ? "JA" : "EN";
  const redirectUrl = environment.storefrontUrl + paths.confirm(way.channel);
  const input = inputOf(said, way, { languageCode, redirectUrl });
  // The store keeps from where the agreement was accepted: not from this server.
  const visitor = (await headers()).get("x-forwarded-for") ?? undefined;
  const answer = (await ask(EnrolDocument, { input }, token, visitor)).mlmDistributorEnroll;
  return {
    requiresConfirmation: Boolean(answer?.requiresConfirmation),
    errors: placed(answer?.errors ?? []),
  };
}

/** Into the account that has just been opened; who cannot be signed in signs in by hand. */
async function enter(way: Way, email: string) {
  const refused = await login(email, way.password).catch(unreachable);
  if (refused) redirect(paths.login(way.channel, paths.joined(way.channel)));
}

function saidIn(form: FormData): Said {
  return {
    displayName: text(form, "displayName"),
    enrollerCode: text(form, "enrollerCode"),
    email: text(form, "email"),
    birthDate: text(form, "birthDate"),
    country: text(form, "country"),
    agreementVersion: text(form, "agreementVersion"),
  };
}

async function wayOf(form: FormData, isVisitor: boolean): Promise<Way> {
  const channel = channelIn(form);
  const visit = read((await cookies()).get(visitCookie(channel))?.value);
  return {
    channel,
    isVisitor,
    password: passwordIn(form),
    invitation: text(form, "invitation"),
    place: visit?.code === text(form, "enrollerCode") ? visit.place : undefined,
  };
}
