import type { ProductTileFragment } from "@/graphql/documents";
import { ProductTile } from "./product-tile";

type Props = { products: ProductTileFragment[]; channel: string; as?: "h2" | "h3" };

export function ProductGrid({ products, channel, as }: Props) {
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-10 md:grid-cols-3 md:gap-x-7 md:gap-y-14 xl:grid-cols-4">
      {products.map((product) => (
        <li key={product.id}>
          <ProductTile product={product} channel={channel} as={as} />
        </li>
      ))}
    </ul>
  );
}
