"use client";

import { useActionState, type ReactNode } from "react";
import { Field, SelectField } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { SubmitButton } from "@/ui/submit-button";
import { enrol } from "./actions";
import type { Errors, Said } from "./newcomer";

type Labels =
  | "introducer" | "you" | "agreement" | "displayName" | "displayNameHint" | "email" | "emailInvited"
  | "password" | "passwordHint" | "birthDate" | "birthDateHint" | "country" | "choose" | "accept"
  | "enrollerCode" | "enrollerCodeHint" | "optional" | "submit" | "pending" | "look";
export type JoinWords = Record<Labels, string> & { errors: Record<string, ReactNode> };
export type Asked = {
  account: "none" | "new" | "invited";
  birthDate: boolean;
  /** Whether somebody has to be named who introduced them. */
  enroller: boolean;
  countries: { code: string; name: string }[];
  countryNeeded: boolean;
  /** The version to accept; null where the channel has no agreement. */
  agreementVersion: string | null;
};
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
  const last = agreement ? 3 : 2;
  return (
    <form action={action} className="space-y-12">
      {hasErrors && <Notice tone="bad">{told(errors[""]) ?? words.look}</Notice>}
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="invitation" value={invitation} />
      <Part number={1} title={words.introducer}>
        {introduced}
        {introduced && <Wrong text={told(errors.enrollerCode)} />}
        {!introduced && (
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
        )}
        {!introduced && search}
      </Part>
      <Part number={2} title={words.you}>
        <You {...{ asked, said, errors, words, told }} />
      </Part>
      {agreement && (
        <Part number={last} title={words.agreement}>
          {agreement}
          <Accept version={asked.agreementVersion ?? ""} said={said} label={words.accept} />
          <Wrong text={told(errors.agreementVersion)} />
        </Part>
      )}
      <SubmitButton pendingText={words.pending} className="w-full sm:w-auto sm:min-w-64">
        {words.submit}
      </SubmitButton>
    </form>
  );
}

type YouProps = {
  asked: Asked;
  said: Said;
  errors: Errors;
  words: JoinWords;
  told: (code?: string) => ReactNode;
};

function You({ asked, said, errors, words, told }: YouProps) {
  return (
    <div className="space-y-5">
      <Field
        label={words.displayName}
        hint={words.displayNameHint}
        name="displayName"
        autoComplete="nickname"
        required
        maxLength={128}
        defaultValue={said.displayName}
        error={told(errors.displayName)}
      />
      {asked.account !== "none" && <Account {...{ asked, said, errors, words, told }} />}
      {asked.birthDate && (
        <Field
          label={words.birthDate}
          hint={words.birthDateHint}
          name="birthDate"
          type="date"
          autoComplete="bday"
          required
          defaultValue={said.birthDate}
          error={told(errors.birthDate)}
        />
      )}
      {asked.countries.length > 0 && (
        <SelectField
          // A select takes its value anew only when it is made anew.
          key={said.country}
          label={words.country}
          name="country"
          autoComplete="country"
          required={asked.countryNeeded}
          defaultValue={said.country}
          error={told(errors.country)}
        >
          <option value="">{words.choose}</option>
          {asked.countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  );
}

function Account({ asked, said, errors, words, told }: YouProps) {
  const isInvited = asked.account === "invited";
  return (
    <>
      <Field
        label={words.email}
        hint={isInvited ? words.emailInvited : undefined}
        name="email"
        type="email"
        autoComplete="username"
        required
        readOnly={isInvited}
        defaultValue={said.email}
        error={told(errors.email)}
      />
      <Field
        label={words.password}
        hint={words.passwordHint}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        error={told(errors.password)}
      />
    </>
  );
}

/** The box's value is the version that stands above it: what was read is what is accepted. */
function Accept({ version, said, label }: { version: string; said: Said; label: string }) {
  return (
    <label className="mt-5 flex cursor-pointer items-start gap-3.5 leading-relaxed">
      <input
        // As above: what was ticked stays ticked when something else was refused.
        key={said.agreementVersion}
        type="checkbox"
        name="agreementVersion"
        value={version}
        required
        defaultChecked={said.agreementVersion === version}
        className="mt-0.5 size-5 shrink-0 accent-moss"
      />
      <span>{label}</span>
    </label>
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

function Wrong({ text }: { text: ReactNode }) {
  return text && <p className="mt-3 text-sm font-medium text-alarm">{text}</p>;
}
