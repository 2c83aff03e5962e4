import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { Problem } from "@/cart/problem";
import { BuyForm } from "@/catalogue/buy-form";
import { Description } from "@/catalogue/description";
import { ProductTile } from "@/catalogue/product-tile";
import { blocksOf } from "@/catalogue/text";
import { ProductPageDocument, RelatedDocument, type ProductPageQuery } from "@/graphql/documents";
import { paths } from "@/paths";
import { ProductPicture } from "@/picture/product-picture";
import { ask } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { Container } from "@/ui/container";
import { NotFoundText } from "@/ui/not-found-text";
import { PageLink } from "@/ui/page-link";

type Props = PageProps<"/[channel]/products/[slug]">;
type Product = NonNullable<ProductPageQuery["product"]>;

const productOf = cache(async (channel: string, slug: string) => {
  return (await ask(ProductPageDocument, { channel, slug })).product;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { channel, slug } = await params;
  const product = await productOf(channel, slug).catch(() => null);
  const [lead] = blocksOf(product?.description);
  const description = product?.seoDescription || (lead && "text" in lead ? lead.text : undefined);
  return { title: product?.seoTitle || product?.name, description };
}

async function ProductPage(props: Props) {
  const { channel, slug } = await props.params;
  const product = await productOf(channel, slug);
  if (!product) return <NotFoundText />;
  const [lead, ...rest] = blocksOf(product.description);
  const { problem } = await props.searchParams;
  return (
    <Container className="pt-4 md:pt-8">
      <Crumbs product={product} channel={channel} />
      <div className="mt-4 grid gap-8 md:grid-cols-2 md:gap-12 lg:grid-cols-[1.15fr_1fr] lg:gap-20">
        <Pictures product={product} />
        <div className="md:py-6 lg:max-w-md">
          <h1 className="text-title">{product.name}</h1>
          {lead && "text" in lead && (
            <p className="serif-italic mt-4 text-xl leading-snug text-soft">{lead.text}</p>
          )}
          <Problem code={problem} className="mt-6" />
          <BuyForm product={product} channel={channel} />
          <Description blocks={rest} />
        </div>
      </div>
      <Related product={product} channel={channel} />
    </Container>
  );
}

async function Crumbs({ product, channel }: { product: Product; channel: string }) {
  const t = await getTranslations("product");
  return (
    <nav aria-label={t("where")} className="text-sm text-soft">
      <ol className="flex flex-wrap gap-x-2">
        <li>
          <PageLink href={paths.products(channel)} className="inline-block py-2 hover:text-ink">
            {t("all")}
          </PageLink>
        </li>
        {product.category && (
          <li className="before:mr-2 before:content-['/']">
            <PageLink
              href={paths.category(channel, product.category.slug)}
              className="inline-block py-2 hover:text-ink"
            >
              {product.category.name}
            </PageLink>
          </li>
        )}
      </ol>
    </nav>
  );
}

function Pictures({ product }: { product: Product }) {
  const [, ...others] = product.media ?? [];
  return (
    <div>
      <ProductPicture product={product} className="w-full" />
      {others.length > 0 && (
        <div className="mt-4 grid grid-cols-2 gap-4">
          {others.map((picture) => (
            // eslint-disable-next-line @next/next/no-img-element -- Saleor has made the size
            <img key={picture.id} src={picture.url} alt={picture.alt} loading="lazy" className="w-full" />
          ))}
        </div>
      )}
    </div>
  );
}

/** Of the same category; whatever goes wrong here, the product itself is on the page. */
async function Related({ product, channel }: { product: Product; channel: string }) {
  if (!product.category) return null;
  const t = await getTranslations("product");
  const wanted = { channel, categories: [product.category.id] };
  const found = await ask(RelatedDocument, wanted).catch(() => null);
  const others = (found?.products?.edges ?? [])
    .map((edge) => edge.node)
    .filter((other) => other.id !== product.id)
    .slice(0, 4);
  if (!others.length) return null;
  return (
    <section aria-labelledby="related" className="mt-24 md:mt-36">
      <h2 id="related" className="text-heading">
        {t("related")}
      </h2>
      <ul className="mt-7 grid grid-cols-2 gap-x-4 gap-y-10 md:grid-cols-4 md:gap-x-7">
        {others.map((other) => (
          <li key={other.id}>
            <ProductTile product={other} channel={channel} as="h3" />
          </li>
        ))}
      </ul>
    </section>
  );
}

export default guarded(ProductPage);
