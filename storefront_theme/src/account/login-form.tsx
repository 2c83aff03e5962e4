"use client";

import { useActionState } from "react";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { SubmitButton } from "@/ui/submit-button";
import { signIn, type LoginState } from "./actions";

type Words = Record<"email" | "password" | "submit" | "pending", string> & {
  problems: Record<NonNullable<LoginState["problem"]>, string>;
};
type Props = { channel: string; next: string; words: Words };

/** Keeps the e-mail when something is refused, never the password. */
export function LoginForm({ channel, next, words }: Props) {
  const [state, action] = useActionState(signIn, { email: "" });
  return (
    <form action={action} className="space-y-5">
      {state.problem && <Notice tone="bad">{words.problems[state.problem]}</Notice>}
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="next" value={next} />
      <Field
        label={words.email}
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={state.email}
      />
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
