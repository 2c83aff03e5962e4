/** What the address form asks for, under the names that Saleor's AddressInput has. */
export const ADDRESS_FIELDS = [
  "email",
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

export type AddressField = (typeof ADDRESS_FIELDS)[number];
export type AddressValues = Record<AddressField, string>;
export type AddressState = {
  values: AddressValues;
  /** The store's error codes by field. */
  errors: Partial<Record<AddressField, string>>;
  problem?: "refused" | "unreachable";
};

type Known = Partial<Record<Exclude<AddressField, "country" | "email">, string | null>> & {
  country: { code: string };
};

/** The form as it begins: with the checkout's address, or with what is known of the person. */
export function begin(email: string | null, address: Known | null, country: string): AddressState {
  const known = { ...address, email, country: address?.country.code ?? country };
  const values = Object.fromEntries(ADDRESS_FIELDS.map((name) => [name, known[name] ?? ""]));
  return { values: values as AddressValues, errors: {} };
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
