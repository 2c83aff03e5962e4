import "server-only";
import { cookies } from "next/headers";
import { FrameDocument } from "@/graphql/documents";
import { ask } from "@/saleor/client";
import { cartCookie } from "@/saleor/cookies";

export type FrameData = { categories: { name: string; slug: string }[]; quantity: number };

/** What header and footer show of the store; without the store they show less. */
export async function frameData(channel: string): Promise<FrameData> {
  const checkout = (await cookies()).get(cartCookie(channel))?.value;
  try {
    const found = await ask(FrameDocument, { channel, checkout, hasCheckout: Boolean(checkout) });
    const every = found.categories?.edges.map((edge) => edge.node) ?? [];
    const categories = every.filter((category) => category.products?.totalCount);
    return { categories, quantity: found.checkout?.quantity ?? 0 };
  } catch {
    return { categories: [], quantity: 0 };
  }
}
