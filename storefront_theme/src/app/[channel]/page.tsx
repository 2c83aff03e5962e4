import { getTranslations } from "next-intl/server";
import { BRAND } from "@/brand";
import { ProductGrid } from "@/catalogue/product-grid";
import { HomePageDocument, type ProductTileFragment } from "@/graphql/documents";
import { paths } from "@/paths";
import { Tableau, type Thing } from "@/picture/tableau";
import { ask } from "@/saleor/client";
import { guarded } from "@/saleor/guarded";
import { ButtonLink } from "@/ui/button";
import { Container } from "@/ui/container";
import { PageLink } from "@/ui/page-link";

const SHELF: Thing[] = [
  { shape: "bottle", material: "amber", x: 300, y: 806, scale: 1.75 },
  { shape: "pump", material: "cream", x: 512, y: 830, scale: 1.4 },
  { shape: "dropper", material: "moss", x: 398, y: 872, scale: 1.08 },
  { shape: "jar", material: "clay", x: 640, y: 892, scale: 0.94 },
];
const BASIN: Thing[] = [
  { shape: "candle", material: "charcoal", x: 322, y: 820, scale: 1.35 },
  { shape: "textile", material: "cream", x: 560, y: 866, scale: 1.06 },
  { shape: "soap", material: "clay", x: 380, y: 908, scale: 0.86 },
];

async function Home(props: PageProps<"/[channel]">) {
  const { channel } = await props.params;
  const found = await ask(HomePageDocument, { channel, slugs: [...BRAND.featured] });
  const featured = found.featured?.edges.length ? found.featured : found.first;
  const products = featured?.edges.map((edge) => edge.node) ?? [];
  return (
    <>
      <Opening channel={channel} />
      <Principles />
      {products.length > 0 && <Featured products={products} channel={channel} />}
      <Story channel={channel} />
      <ByHand />
    </>
  );
}

async function Opening({ channel }: { channel: string }) {
  const t = await getTranslations("home");
  return (
    <section className="grid md:min-h-[min(44rem,82vh)] md:grid-cols-2">
      {/* Its left edge is that of the columns below, however wide the window is. */}
      <div className="flex items-center px-5 py-14 md:py-16 md:pr-10 md:pl-[max(2.5rem,calc((100vw-84rem)/2+2.5rem))]">
        <div className="w-full max-w-[36rem]">
          <h1 className="text-display">{t.rich("title", { i: (words) => <i>{words}</i> })}</h1>
          <p className="mt-7 max-w-md text-lg leading-relaxed text-soft">{t("under")}</p>
          <div className="mt-9 flex flex-wrap items-center gap-x-8 gap-y-3">
            <ButtonLink href={paths.products(channel)}>{t("toProducts")}</ButtonLink>
          </div>
        </div>
      </div>
      <div className="relative min-h-[26rem] overflow-hidden">
        <Tableau things={SHELF} ground="sage" className="absolute inset-0 size-full" />
      </div>
    </section>
  );
}

async function Principles() {
  const t = await getTranslations("home");
  return (
    <section aria-label={t("principles")} className="border-b border-line">
      <Container>
        <ul className="grid md:grid-cols-3">
          {(["first", "second", "third"] as const).map((name) => (
            <li
              key={name}
              className="border-line py-7 not-last:border-b md:py-9 md:not-last:border-r md:not-last:border-b-0 md:not-first:pl-10 md:not-last:pr-10"
            >
              <p className="font-serif text-xl leading-snug">{t(`${name}.title`)}</p>
              <p className="mt-1.5 text-[0.9375rem] leading-relaxed text-soft">{t(`${name}.text`)}</p>
            </li>
          ))}
        </ul>
      </Container>
    </section>
  );
}

type FeaturedProps = { products: ProductTileFragment[]; channel: string };

async function Featured({ products, channel }: FeaturedProps) {
  const t = await getTranslations("home");
  return (
    <Container className="py-20 md:py-32">
      <section aria-labelledby="featured">
        <div className="mb-8 flex flex-wrap items-baseline justify-between gap-x-8 gap-y-2 md:mb-12">
          <h2 id="featured" className="text-title">
            {t("featured")}
          </h2>
          <PageLink href={paths.products(channel)} className="quiet-link py-2">
            {t("seeAll")}
          </PageLink>
        </div>
        <ProductGrid products={products} channel={channel} as="h3" />
      </section>
    </Container>
  );
}

async function Story({ channel }: { channel: string }) {
  const t = await getTranslations("home");
  return (
    <section aria-labelledby="story" className="grid bg-bone md:grid-cols-2">
      <div className="relative min-h-[22rem] overflow-hidden md:min-h-[40rem]">
        <Tableau things={BASIN} ground="blush" className="absolute inset-0 size-full" />
      </div>
      <div className="flex items-center px-5 py-16 md:px-16 lg:px-24">
        <div className="max-w-md">
          <h2 id="story" className="text-title">
            {t("story.title")}
          </h2>
          <p className="mt-6 leading-relaxed">{t("story.first")}</p>
          <p className="mt-4 leading-relaxed">{t("story.second")}</p>
          <ButtonLink look="outline" href={paths.category(channel, "face")} className="mt-8">
            {t("story.link")}
          </ButtonLink>
        </div>
      </div>
    </section>
  );
}

async function ByHand() {
  const t = await getTranslations("home");
  return (
    <Container width="text" className="pt-24 text-center md:pt-36">
      <section aria-labelledby="by-hand">
        <h2 id="by-hand" className="text-title">
          {t("byHand.title")}
        </h2>
        <p className="mx-auto mt-6 max-w-xl text-lg leading-relaxed text-soft">{t("byHand.text")}</p>
      </section>
    </Container>
  );
}

export default guarded(Home);
