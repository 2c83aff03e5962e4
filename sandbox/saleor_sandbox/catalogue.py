"""What the demonstration's shop sells: names, words and sizes for the goods of the plain store.

Invariant: prices and SKUs stay those that `seed_store` lays, so the demonstration's sums do too.
`drawing` in a product's metadata says how the storefront draws what has no picture:
shape, material, ground and backdrop.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import slugify
from saleor.channel.models import Channel
from saleor.product.models import (
    Category,
    ProductVariant,
    ProductVariantChannelListing,
)
from saleor.shipping.models import ShippingMethod, ShippingMethodChannelListing
from saleor.warehouse.models import Stock, Warehouse

EXPRESS_FACTOR = 3
CATEGORIES = {"body": "Body", "face": "Face", "home": "Home", "gifts": "Gifts"}


@dataclass(frozen=True)
class Good:
    """One product; `lead` is its first sentence, `larger` a second size and its price's factor."""

    name: str
    category: str
    size: str
    drawing: str
    lead: str
    text: str
    larger: tuple[str, Decimal] | None = None


GOODS = {
    1: Good(
        "Fen Water",
        "face",
        "100 ml",
        "bottle moss sage arch",
        "A toning mist that smells of the hour after rain.",
        "Witch hazel and cucumber water, distilled in our own still. Two presses after washing, or"
        " at four in the afternoon when the room gets dry. No alcohol, no perfume.",
        ("200 ml", Decimal("1.75")),
    ),
    2: Good(
        "Night Oil",
        "face",
        "30 ml",
        "dropper amber blush arch",
        "Nine plants, one dropper, the last thing before the light goes out.",
        "Rosehip and sea buckthorn pressed cold, let down with squalane from olives. Warm four"
        " drops between the palms and press them in. It is gone before you turn the page.",
    ),
    3: Good(
        "Alder Soap",
        "body",
        "100 g",
        "soap clay sand none",
        "A plain bar, cured for ten weeks.",
        "Olive and rapeseed oil, lye, alder bark for the colour. It lathers low and lasts long.",
    ),
    4: Good(
        "Willow Lip Balm",
        "face",
        "12 g",
        "tin moss blush none",
        "For lips, knuckles and the corners of the nose.",
        "Beeswax from two villages away, willow bark, a little peppermint. The tin closes tightly"
        " enough for a coat pocket.",
    ),
    5: Good(
        "Marsh Salt",
        "body",
        "300 g",
        "pouch cream sage none",
        "Coarse sea salt for the bath, with rosemary.",
        "Two handfuls under the tap. The rosemary is whole, so that it stays in the sieve and not"
        " in the drain.",
    ),
    6: Good(
        "Moss Hand Wash",
        "body",
        "250 ml",
        "pump moss stone none",
        "A gel for hands that are washed often.",
        "Mild coconut surfactants and glycerine, scented with oakmoss and lemon leaf. The bottle"
        " is meant to be filled again.",
        ("500 ml", Decimal("1.75")),
    ),
    7: Good(
        "Oat Hand Cream",
        "body",
        "75 ml",
        "tube cream ochre disc",
        "Sinks in before you reach the door.",
        "Oat oil, shea butter and a trace of chamomile. It leaves nothing on paper or on glass.",
    ),
    8: Good(
        "Grey Clay Mask",
        "face",
        "60 ml",
        "jar charcoal stone none",
        "Ten minutes of quiet.",
        "River clay, ground four times, mixed with honey so that it does not crack. Once a week.",
    ),
    9: Good(
        "Meadow Body Milk",
        "body",
        "250 ml",
        "pump cream sage arch",
        "Light enough for July, enough for January.",
        "Almond milk and hay extract in a thin emulsion. Use it on damp skin.",
        ("500 ml", Decimal("1.75")),
    ),
    10: Good(
        "Peat & Smoke",
        "home",
        "180 g",
        "candle charcoal ochre none",
        "A candle for the first evening with the heating on.",
        "Rapeseed wax, cotton wick, birch tar and vetiver. It burns for forty hours.",
    ),
    11: Good(
        "Cleansing Balm",
        "face",
        "90 ml",
        "jar clay blush disc",
        "Takes the day off, and the mascara.",
        "Melts from balm to oil to milk. Massage it over dry skin, add water, wipe with a cloth.",
    ),
    12: Good(
        "Day Cream",
        "face",
        "50 ml",
        "jar cream stone arch",
        "One cream, for most faces, for every morning.",
        "Squalane, oat and niacinamide at five per cent. It sits well under sun cream.",
    ),
    13: Good(
        "Reed Serum",
        "face",
        "30 ml",
        "dropper moss sage disc",
        "Water for skin that has been indoors too long.",
        "Three weights of hyaluronic acid with reed root. Use it before anything with oil in it.",
    ),
    14: Good(
        "Still Room Diffuser",
        "home",
        "200 ml",
        "diffuser amber stone none",
        "Cedar, cold tea, an open window.",
        "Eight rattan reeds. Turn them on Sundays; it lasts for about three months.",
    ),
    15: Good(
        "Amber Body Oil",
        "body",
        "200 ml",
        "bottle amber ochre disc",
        "For after the bath, before the dressing gown.",
        "Jojoba and apricot kernel, scented with benzoin. A little goes from heel to shoulder.",
    ),
    16: Good(
        "The Basin Set",
        "gifts",
        "3 pieces",
        "set clay sand none",
        "Hand wash, hand cream and soap, in a box that stays useful.",
        "What stands beside our own basin. The box is pulp board and takes seeds in spring.",
    ),
    17: Good(
        "Linen Bath Sheet",
        "home",
        "90 × 160 cm",
        "textile cream sage none",
        "Heavy washed linen, woven in one piece.",
        "It dries faster than cotton and is softest after a year. Made by a mill of eleven people.",
    ),
    18: Good(
        "Alder Eau de Parfum",
        "gifts",
        "50 ml",
        "perfume amber blush arch",
        "Wood, fig leaf, and somebody’s old coat.",
        "Alder, fig leaf and cashmere wood, aged for six weeks and filtered by hand.",
    ),
    19: Good(
        "The Winter Chest",
        "gifts",
        "5 pieces",
        "set moss stone none",
        "Everything for the dark months.",
        "Night Oil, Cleansing Balm, Amber Body Oil, Oat Hand Cream and a candle. Packed by hand.",
    ),
    20: Good(
        "Gift Card",
        "gifts",
        "By e-mail",
        "card cream ochre none",
        "When you know them well enough not to guess.",
        "It comes by e-mail, is good for everything here and does not run out.",
    ),
}


def dress() -> None:
    """Give the plain store's goods their names; harmless to repeat, as every start does."""
    shelves = {
        slug: Category.objects.get_or_create(slug=slug, defaults={"name": name})[0]
        for slug, name in CATEGORIES.items()
    }
    for number, good in GOODS.items():
        variant = ProductVariant.objects.get(sku=f"SKU-{number:02}")
        product = variant.product
        product.name, product.slug = good.name, slugify(good.name)
        product.category = shelves[good.category]
        product.description = _editor_text(good.lead, good.text)
        product.metadata["drawing"] = good.drawing
        product.save()
        variant.name, variant.sort_order = good.size, 0
        variant.save()
        if good.larger:
            _add_size(variant, *good.larger)
    for listing in ShippingMethodChannelListing.objects.filter(
        shipping_method__name__startswith="standard-"
    ):
        _name_delivery(listing)


def _name_delivery(listing: ShippingMethodChannelListing) -> None:
    """The plain store's only way of delivery gets a name and a faster one beside it."""
    method = listing.shipping_method
    ShippingMethod.objects.filter(pk=method.pk).update(name="By post, three to five days")
    express = ShippingMethod.objects.create(
        name="By courier, the next working day",
        shipping_zone=method.shipping_zone,
        type=method.type,
    )
    ShippingMethodChannelListing.objects.create(
        shipping_method=express,
        channel=listing.channel,
        currency=listing.currency,
        price_amount=listing.price_amount * EXPRESS_FACTOR,
        minimum_order_price_amount=listing.minimum_order_price_amount,
    )


def _editor_text(*paragraphs: str) -> dict[str, object]:
    """Paragraphs as the editor of Saleor's Dashboard writes them."""
    return {"blocks": [{"type": "paragraph", "data": {"text": text}} for text in paragraphs]}


def _add_size(small: ProductVariant, name: str, factor: Decimal) -> None:
    large, _ = ProductVariant.objects.update_or_create(
        sku=f"{small.sku}-L", defaults={"product": small.product, "name": name, "sort_order": 1}
    )
    for channel in Channel.objects.filter(slug__in=["us", "jp"]):
        price = round(small.channel_listings.get(channel=channel).price_amount * factor)
        ProductVariantChannelListing.objects.update_or_create(
            variant=large,
            channel=channel,
            defaults={
                "currency": channel.currency_code,
                "price_amount": price,
                "discounted_price_amount": price,
            },
        )
    Stock.objects.get_or_create(
        warehouse=Warehouse.objects.get(slug="main"),
        product_variant=large,
        defaults={"quantity": 1_000_000},
    )
