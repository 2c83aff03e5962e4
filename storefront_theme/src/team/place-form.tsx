"use client";

import { useActionState, type ReactNode } from "react";
import { Notice } from "@/ui/notice";
import { SubmitButton } from "@/ui/submit-button";
import { place } from "./actions";

type Props = {
  /** What is sent along: who, and where. */
  fields: Record<string, string | number>;
  words: { submit: string; pending: string; problems: Record<string, string> };
  look?: "strong" | "outline";
  children?: ReactNode;
};

/** Places somebody, or says why not. */
export function PlaceForm({ fields, words, look, children }: Props) {
  const [{ problem }, action] = useActionState(place, {});
  return (
    <form action={action} className="space-y-5">
      {problem && <Notice tone="bad">{words.problems[problem] ?? words.problems.OTHER}</Notice>}
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <SubmitButton look={look} pendingText={words.pending}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
