import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { listing, wishOf } from "@/catalogue/listing";
import { ProductList } from "@/catalogue/product-list";
import { paths } from "@/paths";
import { guarded } from "@/saleor/guarded";
import { Container } from "@/ui/container";
import { PageTitle } from "@/ui/page-title";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("products");
  return { title: t("title"), description: t("under") };
}

async function Products(props: PageProps<"/[channel]/products">) {
  const { channel } = await props.params;
  const wish = wishOf(await props.searchParams);
  const products = await listing(channel, wish);
  const t = await getTranslations("products");
  return (
    <Container>
      <PageTitle under={t("under")}>{t("title")}</PageTitle>
      <ProductList channel={channel} path={paths.products(channel)} wish={wish} products={products} />
    </Container>
  );
}

export default guarded(Products);
