"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { channelIn, text, unreachable } from "@/account/form";
import {
  PlacePositionDocument,
  PreferPlacementDocument,
  type MlmPlacementStrategy,
} from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "@/saleor/client";
import { requireToken } from "@/saleor/session";

/** The store's error code, or "UNREACHABLE". */
export type PlaceState = { problem?: string };

/** Place somebody who waits: in the slot that was chosen, or where a strategy finds one. */
export async function place(_before: PlaceState, form: FormData): Promise<PlaceState> {
  const channel = channelIn(form);
  const token = await requireToken(channel, paths.waiting(channel));
  const wanted = {
    position: text(form, "position"),
    parent: text(form, "parent") || null,
    slot: Number(text(form, "slot")) || null,
    strategy: (text(form, "strategy") || null) as MlmPlacementStrategy | null,
  };
  const answer = await ask(PlacePositionDocument, wanted, token).catch(unreachable);
  if (answer === "UNREACHABLE") return { problem: answer };
  const [error] = answer.mlmPositionPlace?.errors ?? [];
  if (error) return { problem: error.code };
  revalidatePath(paths.waiting(channel), "layout");
  redirect(paths.waiting(channel, { placed: text(form, "code"), in: text(form, "tree") }));
}

/** Where own enrollees shall stand whom nobody places by hand; nothing: as the tree has it. */
export async function prefer(form: FormData) {
  const channel = channelIn(form);
  const token = await requireToken(channel, paths.waiting(channel));
  const strategy = (text(form, "strategy") || null) as MlmPlacementStrategy | null;
  const wanted = { tree: text(form, "tree"), strategy };
  const answer = await ask(PreferPlacementDocument, wanted, token).catch(unreachable);
  const isDone = answer !== "UNREACHABLE" && !answer.mlmPlacementPreferenceSet?.errors.length;
  redirect(paths.waiting(channel, { preferred: isDone ? "yes" : "no" }));
}
