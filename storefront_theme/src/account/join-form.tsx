"use client";

import { useActionState } from "react";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { SubmitButton } from "@/ui/submit-button";
import { join, type JoinState } from "./actions";

type Labels = "displayName" | "displayNameHint" | "enrollerCode" | "enrollerCodeHint";
type Props = {
  channel: string;
  initial: JoinState;
  words: Record<Labels | "submit" | "pending", string> & { errors: Record<string, string> };
};

export function JoinForm({ channel, initial, words }: Props) {
  const [state, action] = useActionState(join, initial);
  const said = (code?: string) => code && (words.errors[code] ?? words.errors.OTHER);
  const problem = state.errors[""];
  return (
    <form action={action} className="space-y-5">
      {problem && <Notice tone="bad">{said(problem)}</Notice>}
      <input type="hidden" name="channel" value={channel} />
      <Field
        label={words.displayName}
        hint={words.displayNameHint}
        name="displayName"
        defaultValue={state.displayName}
        error={said(state.errors.displayName)}
      />
      <Field
        label={words.enrollerCode}
        hint={words.enrollerCodeHint}
        name="enrollerCode"
        autoCapitalize="characters"
        autoComplete="off"
        defaultValue={state.enrollerCode}
        error={said(state.errors.enrollerCode)}
      />
      <SubmitButton pendingText={words.pending}>{words.submit}</SubmitButton>
    </form>
  );
}
