"use client";

import { useActionState } from "react";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { SubmitButton } from "@/ui/submit-button";
import { confirm, type ConfirmState } from "./registration";

type Words = Record<"email" | "password" | "submit" | "pending", string> & {
  problems: Record<NonNullable<ConfirmState["problem"]>, string>;
};
type Props = { channel: string; email: string; token: string; words: Words };

/** Nothing happens by opening the page: only the button confirms. */
export function ConfirmForm({ channel, email, token, words }: Props) {
  const [state, action] = useActionState(confirm, {});
  return (
    <form action={action} className="space-y-5">
      {state.problem && <Notice tone="bad">{words.problems[state.problem]}</Notice>}
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="token" value={token} />
      <Field label={words.email} name="email" type="email" autoComplete="username" readOnly value={email} />
      <Field
        label={words.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      <SubmitButton pendingText={words.pending} className="w-full">
        {words.submit}
      </SubmitButton>
    </form>
  );
}
