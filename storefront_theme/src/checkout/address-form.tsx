"use client";

import { useActionState } from "react";
import { Field, SelectField } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { SubmitButton } from "@/ui/submit-button";
import { saveAddress } from "./actions";
import type { AddressField, AddressState } from "./address";

export type AddressWords = {
  labels: Record<AddressField, string>;
  /** By the store's error codes; "OTHER" for the rest. */
  errors: Record<string, string>;
  problems: Record<"refused" | "unreachable", string>;
  optional: string;
  emailHint: string;
  submit: string;
  pending: string;
};
type Props = {
  channel: string;
  initial: AddressState;
  order: AddressField[];
  countries: { code: string; name: string }[];
  words: AddressWords;
};

const AUTOCOMPLETE: Partial<Record<AddressField, string>> = {
  email: "email",
  firstName: "given-name",
  lastName: "family-name",
  streetAddress1: "address-line1",
  streetAddress2: "address-line2",
  postalCode: "postal-code",
  city: "address-level2",
  countryArea: "address-level1",
  country: "country",
  phone: "tel",
};
const OPTIONAL: AddressField[] = ["streetAddress2", "phone"];
const HALVES: AddressField[] = ["firstName", "lastName", "countryArea", "postalCode"];

/** The form keeps what was typed when something is refused, with and without JavaScript. */
export function AddressForm({ channel, initial, order, countries, words }: Props) {
  const [state, action] = useActionState(saveAddress, initial);
  const about = (name: AddressField) => ({
    name,
    label: words.labels[name],
    defaultValue: state.values[name],
    autoComplete: AUTOCOMPLETE[name],
    error: errorOf(state, words, name),
  });
  return (
    // Another answer is another form: React would empty its fields after an action otherwise.
    <form action={action} key={JSON.stringify(state.values)} className="grid grid-cols-2 gap-x-4 gap-y-5">
      <input type="hidden" name="channel" value={channel} />
      {state.problem && (
        <Notice tone="bad" className="col-span-2">
          {words.problems[state.problem]}
        </Notice>
      )}
      <div className="col-span-2">
        <Field {...about("email")} type="email" required hint={words.emailHint} />
      </div>
      {order.map((name) => (
        <div key={name} className={HALVES.includes(name) ? "col-span-2 sm:col-span-1" : "col-span-2"}>
          {name === "country" ? (
            <SelectField {...about(name)}>
              {countries.map((country) => (
                <option key={country.code} value={country.code}>
                  {country.name}
                </option>
              ))}
            </SelectField>
          ) : (
            <Field
              {...about(name)}
              type={name === "phone" ? "tel" : "text"}
              required={!OPTIONAL.includes(name)}
              optional={OPTIONAL.includes(name) ? words.optional : undefined}
            />
          )}
        </div>
      ))}
      <SubmitButton className="col-span-2 mt-2 sm:w-fit" pendingText={words.pending}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}

function errorOf(state: AddressState, words: AddressWords, name: AddressField) {
  const code = state.errors[name];
  return code && (words.errors[code] ?? words.errors.OTHER);
}
