import "server-only";
import type { Checkout } from "@/cart/checkout";
import { environment } from "@/environment";
import { CompleteDocument, DemoPaymentDocument } from "@/graphql/documents";
import { ask } from "@/saleor/client";

/**
 * The demonstration's payment, and the place where a merchant's own one goes: it must leave the
 * checkout paid before `complete` is called. Without DEMO_PAYMENT_TOKEN nothing here takes money.
 */
export function canPay(checkout: Checkout): boolean {
  return isPaid(checkout) || Boolean(environment.demoPaymentToken);
}

function isPaid({ chargeStatus, totalPrice }: Checkout) {
  return totalPrice.gross.amount === 0 || ["FULL", "OVERCHARGED"].includes(chargeStatus);
}

/** Mark the checkout as paid by a card that does not exist; the error's code, or null. */
export async function payWithDemoCard(checkout: Checkout): Promise<string | null> {
  if (isPaid(checkout)) return null;
  if (!environment.demoPaymentToken) return "NO_PAYMENT";
  const { amount, currency } = checkout.totalPrice.gross;
  const transaction = {
    name: "Demo card",
    message: "Demonstration: nobody was charged",
    pspReference: `demo-${crypto.randomUUID()}`,
    availableActions: ["REFUND" as const],
    amountCharged: { amount, currency },
  };
  const wanted = { id: checkout.id, transaction };
  const answer = (await ask(DemoPaymentDocument, wanted, environment.demoPaymentToken))
    .transactionCreate;
  return answer?.errors[0]?.code ?? null;
}

type Completed = { order: { id: string } | null; problem: string };

export async function complete(id: string, token?: string): Promise<Completed> {
  const answer = (await ask(CompleteDocument, { id }, token)).checkoutComplete;
  return { order: answer?.order ?? null, problem: answer?.errors[0]?.code ?? "OTHER" };
}
