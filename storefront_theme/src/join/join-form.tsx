"use client";

import { useActionState, type ReactNode } from "react";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { SubmitButton } from "@/ui/submit-button";
import { enrol } from "./actions";
import type { Asked, FieldsProps, JoinWords } from "./asking";
import type { Said } from "./newcomer";
import { YouFields } from "./you-fields";

type Props = {
  channel: string;
  invitation: string;
  asked: Asked;
  said: Said;
  words: JoinWords;
  /** Who it is where that is known already; else a search beside the field for a code. */
  introduced: ReactNode;
  search: ReactNode;
  agreement: ReactNode;
};

/** Three short parts, each with its own errors. Keeps what was typed, never the password. */
export function JoinForm({ channel, invitation, asked, words, introduced, search, agreement, ...rest }: Props) {
  const [{ said, errors }, action] = useActionState(enrol, { said: rest.said, errors: {} });
  const told = (code?: string) => code && (words.errors[code] ?? words.errors.OTHER);
  const hasErrors = Object.keys(errors).length > 0;
  const fields = { asked, said, errors, words, told };
  return (
    <form action={action} className="space-y-12">
      {hasErrors && <Notice tone="bad">{told(errors[""]) ?? words.look}</Notice>}
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="invitation" value={invitation} />
      <Part number={1} title={words.introducer}>
        {introduced ?? <Introducer {...fields} />}
        {introduced ? <Wrong id="introducer-error" text={told(errors.enrollerCode)} /> : search}
      </Part>
      <Part number={2} title={words.you}>
        <YouFields {...fields} />
      </Part>
      {agreement && (
        <Part number={3} title={words.agreement}>
          {agreement}
          <Accept {...fields} />
        </Part>
      )}
      <SubmitButton pendingText={words.pending} className="w-full sm:w-auto sm:min-w-64">
        {words.submit}
      </SubmitButton>
    </form>
  );
}

function Introducer({ asked, said, errors, words, told }: FieldsProps) {
  return (
    <Field
      label={words.enrollerCode}
      hint={words.enrollerCodeHint}
      optional={asked.enroller ? undefined : words.optional}
      name="enrollerCode"
      required={asked.enroller}
      autoCapitalize="characters"
      autoComplete="off"
      defaultValue={said.enrollerCode}
      error={told(errors.enrollerCode)}
    />
  );
}

/** The box's value is the version that stands above it: what was read is what is accepted. */
function Accept({ asked, said, errors, words, told }: FieldsProps) {
  const version = asked.agreementVersion ?? "";
  const wrong = told(errors.agreementVersion);
  return (
    <>
      <label className="mt-5 flex cursor-pointer items-start gap-3.5 leading-relaxed">
        <input
          // Made anew, so that what was ticked stays ticked when something else was refused.
          key={said.agreementVersion}
          type="checkbox"
          name="agreementVersion"
          value={version}
          required
          defaultChecked={said.agreementVersion === version}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={wrong ? "agreement-error" : undefined}
          className="mt-0.5 size-5 shrink-0 accent-moss"
        />
        <span>{words.accept}</span>
      </label>
      <Wrong id="agreement-error" text={wrong} />
    </>
  );
}

function Part({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={`part-${number}`} className="border-t border-ink/70 pt-6">
      <h2 id={`part-${number}`} className="text-heading mb-6 flex items-baseline gap-4">
        <span aria-hidden="true" className="text-clay lining-nums">
          {number}
        </span>
        {title}
      </h2>
      {children}
    </section>
  );
}

function Wrong({ id, text }: { id: string; text: ReactNode }) {
  if (!text) return null;
  return (
    <p id={id} className="mt-3 text-sm font-medium text-alarm">
      {text}
    </p>
  );
}
