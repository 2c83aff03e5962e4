import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { listing, wishOf } from "@/catalogue/listing";
import { ProductList } from "@/catalogue/product-list";
import { blocksOf } from "@/catalogue/text";
import { CategoryBySlugDocument } from "@/graphql/documents";
import { paths } from "@/paths";
import { ask } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { Container } from "@/ui/container";
import { NotFoundText } from "@/ui/not-found-text";
import { PageTitle } from "@/ui/page-title";

type Props = PageProps<"/[channel]/categories/[slug]">;

const categoryOf = cache(async (slug: string) => {
  return (await ask(CategoryBySlugDocument, { slug })).category;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const category = await categoryOf((await params).slug).catch(() => null);
  return { title: category?.name };
}

async function CategoryPage(props: Props) {
  const { channel, slug } = await props.params;
  const wish = wishOf(await props.searchParams);
  const category = await categoryOf(slug);
  if (!category) return <NotFoundText />;
  const products = await listing(channel, wish, category.id);
  const t = await getTranslations("products");
  const [first] = blocksOf(category.description);
  return (
    <Container>
      <PageTitle over={t("category")} under={first && "text" in first ? first.text : undefined}>
        {category.name}
      </PageTitle>
      <ProductList
        channel={channel}
        path={paths.category(channel, slug)}
        wish={wish}
        products={products}
      />
    </Container>
  );
}

export default guarded(CategoryPage);
