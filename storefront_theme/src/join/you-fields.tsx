import { Field, SelectField } from "@/ui/field";
import type { FieldsProps } from "./asking";

/** The person and, for a visitor, the account: no more than is asked for. */
export function YouFields({ asked, said, errors, words, told }: FieldsProps) {
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
      {asked.countries.length > 0 && <Country {...{ asked, said, errors, words, told }} />}
    </div>
  );
}

function Account({ asked, said, errors, words, told }: FieldsProps) {
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

function Country({ asked, said, errors, words, told }: FieldsProps) {
  return (
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
  );
}
