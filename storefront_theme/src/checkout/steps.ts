import type { Checkout } from "@/cart/checkout";

export const STEPS = ["address", "delivery", "payment"] as const;
export type Step = (typeof STEPS)[number];

type Known = Pick<Checkout, "email" | "isShippingRequired"> & {
  billingAddress: object | null;
  shippingAddress: object | null;
  shippingMethod: object | null;
};

/** The steps that this checkout has: what is only sent by e-mail needs no delivery. */
export function stepsOf({ isShippingRequired }: Pick<Checkout, "isShippingRequired">): Step[] {
  return STEPS.filter((step) => step !== "delivery" || isShippingRequired);
}

/** The first step that still lacks something. */
export function firstOpen(checkout: Known): Step {
  if (!checkout.email || !checkout.billingAddress) return "address";
  // A parcel that came into the bag after the address of a bill alone.
  if (checkout.isShippingRequired && !checkout.shippingAddress) return "address";
  if (checkout.isShippingRequired && !checkout.shippingMethod) return "delivery";
  return "payment";
}

/** The step that somebody asked for, as far as the ones before it are done. */
export function stepOf(checkout: Known, wanted: unknown): Step {
  const steps = stepsOf(checkout);
  const open = firstOpen(checkout);
  const asked = steps.find((step) => step === wanted);
  return asked && steps.indexOf(asked) <= steps.indexOf(open) ? asked : open;
}
