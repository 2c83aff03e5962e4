import { channelOf } from "@/channels";
import { StoreUnreachable } from "@/saleor/client";

/** What was typed into a field, without spaces around it. */
export function text(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}

/** A password as it was typed. */
export function passwordIn(form: FormData): string {
  return String(form.get("password") ?? "");
}

export function channelIn(form: FormData): string {
  return channelOf(text(form, "channel")).slug;
}

/** A code like the store's own, where the store does not answer. */
export function unreachable(error: unknown): "UNREACHABLE" {
  if (error instanceof StoreUnreachable) return "UNREACHABLE";
  throw error;
}
