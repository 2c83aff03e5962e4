/** What the address form asks for, under the names that Saleor's AddressInput has. */
export const ADDRESS_FIELDS = [
  "firstName",
  "lastName",
  "streetAddress1",
  "streetAddress2",
  "postalCode",
  "city",
  "countryArea",
  "country",
  "phone",
] as const;
export const OPTIONAL: readonly AddressField[] = ["streetAddress2", "phone"];

export type AddressField = (typeof ADDRESS_FIELDS)[number];
export type Address = Record<AddressField, string>;

/** The two addresses of the form. The first is the only one where nothing is delivered. */
export const SECTIONS = ["delivery", "billing"] as const;
export type Section = (typeof SECTIONS)[number];

export type AddressForm = Record<Section, Address> & {
  email: string;
  /** Whether the bill goes to the second address and not to the first. */
  isBilledElsewhere: boolean;
};
/** The store's error codes by the name of an input. */
export type AddressErrors = Partial<Record<string, string>>;
export type AddressState = {
  values: AddressForm;
  errors: AddressErrors;
  problem?: "refused" | "unreachable";
};

type Known = Partial<Record<Exclude<AddressField, "country">, string | null>> & {
  country: { code: string };
};
export type KnownAddresses = { delivery: Known | null; billing: Known | null };

/** The name of an input: its field within its address. */
export function inputName(section: Section, field: AddressField): string {
  return `${section}.${field}`;
}

/** The form as it begins: with the checkout's addresses, or with what is known of the person. */
export function begin(email: string | null, known: KnownAddresses, country: string): AddressState {
  const billing = filled(known.billing, country);
  const delivery = known.delivery ? filled(known.delivery, country) : billing;
  const isBilledElsewhere =
    known.delivery !== null && known.billing !== null && !isSame(known.delivery, known.billing);
  const second = isBilledElsewhere ? billing : filled(null, country);
  return { values: { email: email ?? "", delivery, billing: second, isBilledElsewhere }, errors: {} };
}

/** What was typed, as it came. */
export function valuesOf(form: FormData): AddressForm {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const address = (section: Section) => record((field) => text(inputName(section, field)));
  return {
    email: text("email"),
    delivery: address("delivery"),
    billing: address("billing"),
    isBilledElsewhere: form.has("isBilledElsewhere"),
  };
}

/** Browsers ask for all but the second address, which not everybody sees. */
export function missing({ billing, isBilledElsewhere }: AddressForm): AddressErrors {
  if (!isBilledElsewhere) return {};
  const empty = ADDRESS_FIELDS.filter((field) => !billing[field] && !OPTIONAL.includes(field));
  return Object.fromEntries(empty.map((field) => [inputName("billing", field), "REQUIRED"]));
}

/** Whether two of the store's addresses are one, as far as this form asks. */
export function isSame(one: Known, other: Known): boolean {
  const [first, second] = [filled(one, ""), filled(other, "")];
  return ADDRESS_FIELDS.every((field) => first[field] === second[field]);
}

/** An address of the store's as this form has it. */
function filled(known: Known | null, country: string): Address {
  const texts = { ...known, country: known?.country.code ?? country };
  return record((field) => texts[field] ?? "");
}

function record(textOf: (field: AddressField) => string): Address {
  return Object.fromEntries(ADDRESS_FIELDS.map((field) => [field, textOf(field)])) as Address;
}

/** The order in which a country writes an address. */
export function fieldOrder(country: string): AddressField[] {
  const parcel: AddressField[] =
    country === "JP"
      ? ["postalCode", "countryArea", "city", "streetAddress1", "streetAddress2"]
      : ["streetAddress1", "streetAddress2", "city", "countryArea", "postalCode"];
  const person: AddressField[] =
    country === "JP" ? ["lastName", "firstName"] : ["firstName", "lastName"];
  return [...person, "country", ...parcel, "phone"];
}
