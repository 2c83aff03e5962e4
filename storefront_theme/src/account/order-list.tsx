import { getLocale, getTranslations } from "next-intl/server";
import type { AccountOrderFragment } from "@/graphql/documents";
import { Price } from "@/ui/price";

export async function OrderList({ orders }: { orders: readonly AccountOrderFragment[] }) {
  const t = await getTranslations("orders");
  const locale = await getLocale();
  return (
    <ul className="border-t border-ink/70">
      {orders.map((order) => (
        <li key={order.id} className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1 border-b border-line py-5">
          <p className="font-medium">{t("number", { number: order.number })}</p>
          <p className="text-right">
            <Price money={order.total.gross} />
          </p>
          <p className="text-sm text-soft">
            {new Date(order.created).toLocaleDateString(locale, { dateStyle: "long" })}
          </p>
          <p className="text-right text-sm text-soft">{t(`statuses.${order.status}`)}</p>
          <p className="col-span-2 mt-1 text-[0.9375rem] text-soft">{order.lines.map(goods).join(", ")}</p>
        </li>
      ))}
    </ul>
  );

  function goods({ productName, quantity }: AccountOrderFragment["lines"][number]) {
    return t("line", { name: productName, quantity });
  }
}
