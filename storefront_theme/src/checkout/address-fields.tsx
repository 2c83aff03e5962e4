import { Field, SelectField } from "@/ui/field";
import { inputName, OPTIONAL, type AddressField, type AddressState, type Section } from "./address";

export type FieldWords = {
  labels: Record<AddressField, string>;
  /** By the store's error codes; "OTHER" for the rest. */
  errors: Record<string, string>;
  optional: string;
};
type Props = {
  section: Section;
  state: AddressState;
  order: AddressField[];
  countries: { code: string; name: string }[];
  words: FieldWords;
};

const AUTOCOMPLETE: Record<AddressField, string> = {
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
const PURPOSE = { delivery: "shipping", billing: "billing" };
const HALVES: AddressField[] = ["firstName", "lastName", "countryArea", "postalCode"];

/** The fields of one address. A browser lets nobody send a field that must be filled and is hidden. */
export function AddressFields({ section, state, order, countries, words }: Props) {
  const about = (name: AddressField) => ({
    name: inputName(section, name),
    label: words.labels[name],
    defaultValue: state.values[section][name],
    autoComplete: `${PURPOSE[section]} ${AUTOCOMPLETE[name]}`,
    error: errorOf(state, words, inputName(section, name)),
  });
  const isHideable = section === "billing";
  return order.map((name) => (
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
          required={!isHideable && !OPTIONAL.includes(name)}
          optional={OPTIONAL.includes(name) ? words.optional : undefined}
        />
      )}
    </div>
  ));
}

export function errorOf(state: AddressState, words: FieldWords, name: string): string | undefined {
  const code = state.errors[name];
  return code && (words.errors[code] ?? words.errors.OTHER);
}
