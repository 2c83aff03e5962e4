import { getTranslations } from "next-intl/server";
import type { Money } from "@/money";
import { Price } from "@/ui/price";

type Sum = { name: string; money?: Money; words?: string; isTotal?: boolean };

/** What is to be paid and of what it is made. */
export function Sums({ sums }: { sums: Sum[] }) {
  return (
    <dl className="space-y-2.5">
      {sums.map(({ name, money, words, isTotal }) => (
        <div
          key={name}
          className={`flex items-baseline justify-between gap-6 ${isTotal ? "border-t border-line pt-4 text-lg" : "text-[0.9375rem]"}`}
        >
          <dt>{name}</dt>
          <dd className={isTotal ? "font-serif text-2xl" : ""}>
            {money ? <Price money={money} /> : <span className="text-soft">{words}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

type Priced = {
  subtotalPrice: { gross: Money };
  shippingPrice: { gross: Money };
  totalPrice: { gross: Money; tax: Money };
  discount: Money | null;
  isShippingRequired: boolean;
  shippingMethod: { name: string } | null;
};

export async function CheckoutSums({ checkout }: { checkout: Priced }) {
  const t = await getTranslations("cart");
  const { discount, shippingMethod, isShippingRequired, totalPrice } = checkout;
  const sums: Sum[] = [{ name: t("subtotal"), money: checkout.subtotalPrice.gross }];
  if (discount?.amount) sums.push({ name: t("discount"), money: minus(discount) });
  if (isShippingRequired) {
    const money = shippingMethod ? checkout.shippingPrice.gross : undefined;
    sums.push({ name: t("delivery"), money, words: t("deliveryLater") });
  }
  sums.push({ name: t("total"), money: totalPrice.gross, isTotal: true });
  return <Sums sums={sums} />;
}

function minus({ amount, currency }: Money): Money {
  return { amount: -amount, currency };
}
