"use client";

import { useActionState } from "react";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { SubmitButton } from "@/ui/submit-button";
import { saveAddress } from "./actions";
import type { AddressField, AddressState } from "./address";
import { AddressFields, errorOf, type FieldWords } from "./address-fields";

type Words = "email" | "emailHint" | "delivery" | "billing" | "elsewhere" | "submit" | "pending";
export type AddressWords = FieldWords &
  Record<Words, string> & { problems: Record<"refused" | "unreachable", string> };
type Props = {
  channel: string;
  hasParcel: boolean;
  initial: AddressState;
  order: AddressField[];
  countries: { code: string; name: string }[];
  words: AddressWords;
};

const GRID = "grid-cols-2 gap-x-4 gap-y-5";

/** The form keeps what was typed when something is refused, with and without JavaScript. */
export function AddressForm({ channel, hasParcel, initial, order, countries, words }: Props) {
  const [state, action] = useActionState(saveAddress, initial);
  const fields = { state, order, countries, words };
  return (
    // Another answer is another form: React would empty its fields after an action otherwise.
    <form action={action} key={JSON.stringify(state.values)} className="space-y-5">
      <input type="hidden" name="channel" value={channel} />
      {state.problem && <Notice tone="bad">{words.problems[state.problem]}</Notice>}
      <Field
        name="email"
        label={words.email}
        hint={words.emailHint}
        defaultValue={state.values.email}
        error={errorOf(state, words, "email")}
        autoComplete="email"
        type="email"
        required
      />
      <fieldset className={`grid ${GRID}`}>
        <legend className="sr-only">{hasParcel ? words.delivery : words.billing}</legend>
        <AddressFields section="delivery" {...fields} />
      </fieldset>
      {hasParcel && <BillingAddress {...fields} />}
      <SubmitButton className="mt-2 w-full sm:w-fit" pendingText={words.pending}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}

type Billing = Omit<Parameters<typeof AddressFields>[0], "section" | "words"> & {
  words: AddressWords;
};

/** Asked for when ticked; shown by CSS alone, so that it works without JavaScript. */
function BillingAddress({ words, ...fields }: Billing) {
  const withoutPhone = fields.order.filter((name) => name !== "phone");
  return (
    <div className="group border-t border-line">
      <label className="flex min-h-14 cursor-pointer items-center gap-3.5 py-3">
        <input
          type="checkbox"
          name="isBilledElsewhere"
          defaultChecked={fields.state.values.isBilledElsewhere}
          className="size-4.5 accent-moss"
        />
        {words.elsewhere}
      </label>
      <div className="hidden bg-bone p-5 md:p-6 group-has-[input:checked]:block">
        <fieldset className={`grid ${GRID}`}>
          <legend className="mb-5 font-serif text-xl">{words.billing}</legend>
          <AddressFields section="billing" words={words} {...fields} order={withoutPhone} />
        </fieldset>
      </div>
    </div>
  );
}
