import { drawingOf } from "./drawing";
import { StillLife } from "./still-life";

type Pictured = {
  slug: string;
  drawing?: string | null;
  thumbnail?: { url: string; alt: string | null } | null;
};

/** The product's own picture, or a drawn one. `alt` is empty where its name stands beside it. */
export function ProductPicture({ product, className = "" }: { product: Pictured; className?: string }) {
  const { slug, drawing, thumbnail } = product;
  if (!thumbnail) return <StillLife drawing={drawingOf(slug, drawing)} className={`block ${className}`} />;
  return (
    // Saleor has already made the size; a second resizing here would only cost time.
    // eslint-disable-next-line @next/next/no-img-element
    <img src={thumbnail.url} alt={thumbnail.alt ?? ""} loading="lazy" className={`block aspect-[4/5] w-full object-cover ${className}`} />
  );
}
