"use client";

import { useActionState } from "react";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { SubmitButton } from "@/ui/submit-button";
import { register } from "./registration";

type Labels = "firstName" | "optional" | "email" | "password" | "passwordHint" | "submit" | "pending";
type Props = {
  channel: string;
  next: string;
  words: Record<Labels, string> & { errors: Record<string, string> };
};

/** Keeps what was typed when something is refused, never the password. */
export function RegisterForm({ channel, next, words }: Props) {
  const [state, action] = useActionState(register, { firstName: "", email: "", errors: {} });
  const said = (code?: string) => code && (words.errors[code] ?? words.errors.OTHER);
  const { "": ofForm, firstName, email, password, ...others } = state.errors;
  const problem = ofForm ?? (Object.keys(others).length ? "OTHER" : undefined);
  return (
    <form action={action} className="space-y-5">
      {problem && <Notice tone="bad">{said(problem)}</Notice>}
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="next" value={next} />
      <Field
        label={words.firstName}
        optional={words.optional}
        name="firstName"
        autoComplete="given-name"
        maxLength={256}
        defaultValue={state.firstName}
        error={said(firstName)}
      />
      <Field
        label={words.email}
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={state.email}
        error={said(email)}
      />
      <Field
        label={words.password}
        hint={words.passwordHint}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        error={said(password)}
      />
      <SubmitButton pendingText={words.pending} className="w-full">
        {words.submit}
      </SubmitButton>
    </form>
  );
}
