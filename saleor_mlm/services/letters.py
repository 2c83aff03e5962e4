"""Letters: the words of a notice, in the language of the person, as text and as HTML.

The words come from gettext's catalogues in `locale/`; numbers and dates are written as the
language of the words does, so a letter never mixes two.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, timedelta, tzinfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval
from babel.numbers import format_currency, format_decimal
from django.db.models import Sum
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import npgettext, pgettext

from ..adapters import clock, mail, money
from ..models import Attribution, CommissionLine, CommissionRun, Distributor, SaleLine
from ..models.notices import NoticeKind
from . import plans, terms, visibility

ROWS_MAX = 20
VOLUME = "#,##0.00##"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of what is told: what, when, and how much; `amount` may be empty."""

    what: str
    when: str
    amount: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to be sent."""

    subject: str
    text: str
    html: str


def write(
    kind: str, distributor: Distributor, subjects: Sequence[str], language: str
) -> Letter | None:
    """The letter about these orders, distributors or runs; none where nothing is left to tell."""
    with spoken(language) as locale:
        rows = WRITERS[NoticeKind(kind)](distributor, subjects, locale)
        if not rows:
            return None
        return _letter(NoticeKind(kind), distributor, rows, locale)


def _letter(
    kind: NoticeKind, distributor: Distributor, rows: Sequence[Row], locale: Locale
) -> Letter:
    subject, lead, closing = _words(kind, len(rows))
    greeting = pgettext("mlm", "Hello %(name)s,") % {"name": distributor.display_name}
    footer = pgettext(
        "mlm",
        "You get this mail as a distributor of %(store)s. You can switch these mails off in your"
        " account.",
    ) % {"store": mail.store_name()}
    return compose(locale, (subject, greeting, lead, closing, footer), rows)


def compose(locale: Locale, words: tuple[str, str, str, str, str], rows: Sequence[Row]) -> Letter:
    """A letter of a subject, a greeting, the sentences before and after the rows, and a footer."""
    subject, greeting, lead, closing, footer = words
    left_out = len(rows) - ROWS_MAX
    store = mail.store_name()
    parts = {
        "language": str(locale).replace("_", "-"),
        "direction": locale.text_direction,
        "store": store,
        "subject": subject,
        "greeting": greeting,
        "lead": lead,
        "rows": rows[:ROWS_MAX],
        "more": _more(left_out) if left_out > 0 else "",
        "closing": closing,
        "footer": footer,
    }
    html = render_to_string("saleor_mlm/letter.html", parts)
    text = render_to_string("saleor_mlm/letter.txt", parts).strip() + "\n"
    return Letter(f"{store}: {subject}", text, html)


def _words(kind: NoticeKind, count: int) -> tuple[str, str, str]:
    """Subject, first sentence and last sentence."""
    if kind == NoticeKind.SALE:
        return (
            npgettext("mlm", "You made a sale", "You made %(count)s sales", count)
            % {"count": count},
            npgettext(
                "mlm",
                "An order has been credited to you:",
                "%(count)s orders have been credited to you:",
                count,
            )
            % {"count": count},
            pgettext(
                "mlm",
                "What you earn from it stands in your account as an estimate until the period is"
                " committed.",
            ),
        )
    if kind == NoticeKind.NEW_MEMBER:
        return (
            npgettext(
                "mlm", "A new member in your team", "%(count)s new members in your team", count
            )
            % {"count": count},
            npgettext(
                "mlm",
                "Somebody has joined your team:",
                "%(count)s people have joined your team:",
                count,
            )
            % {"count": count},
            pgettext("mlm", "A word of welcome from you makes a good start."),
        )
    if kind == NoticeKind.RENEWAL:
        return (
            pgettext("mlm", "Your agreement ends soon"),
            pgettext("mlm", "Your agreement as a distributor runs until:"),
            pgettext("mlm", "Renew it in your account, and everything stays as it is."),
        )
    return (
        pgettext("mlm", "Your pay"),
        pgettext("mlm", "Your commission has been calculated and posted:"),
        pgettext(
            "mlm", "Each part of it is released when the return period of its sale has ended."
        ),
    )


def _sales(distributor: Distributor, subjects: Sequence[str], locale: Locale) -> list[Row]:
    """Orders that still count for the person now: one taken back within the hour is no news."""
    lines = SaleLine.objects.filter(order_id__in=subjects, distributor=distributor)
    sums = lines.values("order_id").annotate(qv=Sum("qv_e4"), net=Sum("net_minor"))
    volumes = {row["order_id"]: row["qv"] for row in sums if row["qv"] or row["net"]}
    orders = Attribution.objects.filter(order_id__in=volumes).order_by("order_created_at")
    zone = _zone()
    return [
        Row(
            pgettext("mlm", "Order %(number)s") % {"number": order.order_number},
            format_date(order.order_created_at.astimezone(zone), "medium", locale),
            pgettext("mlm", "%(volume)s QV")
            % {"volume": format_decimal(money.volume(volumes[order.order_id]), VOLUME, locale)},
        )
        for order in orders
    ]


def _members(_distributor: Distributor, subjects: Sequence[str], locale: Locale) -> list[Row]:
    people = Distributor.objects.filter(id__in=subjects).order_by("joined_at", "id")
    policy, choices = visibility.policy(), visibility.choices([person.id for person in people])
    return [
        Row(
            visibility.name_for_others(person, choices[person.id], policy),
            format_date(person.joined_at.astimezone(_zone()), "medium", locale),
            "",
        )
        for person in people
    ]


def _pay(distributor: Distributor, subjects: Sequence[str], locale: Locale) -> list[Row]:
    runs = CommissionRun.objects.filter(id__in=subjects).select_related("plan")
    rows = []
    for run in runs.order_by("starts_at"):
        lines = CommissionLine.objects.filter(run=run, distributor=distributor)
        sums = lines.values("currency").annotate(sum=Sum("amount_minor")).order_by("currency")
        for owed in sums.filter(sum__gt=0):
            amount = money.amount(owed["sum"], owed["currency"])
            text = format_currency(amount, owed["currency"], locale=locale)
            rows.append(Row(pgettext("mlm", "Commission"), _days(run, locale), text))
    return rows


def _renewal(distributor: Distributor, subjects: Sequence[str], locale: Locale) -> list[Row]:
    """The day, unless the agreement has been renewed or ended since."""
    ends_at = terms.ends_at(distributor)
    if ends_at is None or ends_at.date().isoformat() not in subjects:
        return []
    day = format_date(ends_at.astimezone(_zone()), "long", locale)
    return [Row(pgettext("mlm", "Agreement"), day, "")]


WRITERS = {
    NoticeKind.SALE: _sales,
    NoticeKind.NEW_MEMBER: _members,
    NoticeKind.PAY_DUE: _pay,
    NoticeKind.RENEWAL: _renewal,
}


def _more(count: int) -> str:
    return npgettext("mlm", "and one more", "and %(count)s more", count) % {"count": count}


def _days(run: CommissionRun, locale: Locale) -> str:
    """The first and the last day of a period."""
    zone = plans.parsed(run.plan).zone
    first = run.starts_at.astimezone(zone).date()
    last = run.ends_at.astimezone(zone).date() - timedelta(days=1)
    return format_interval(first, last, "yMMMd", locale=locale)


def _zone() -> tzinfo:
    """The company's time zone, as its calendar has it."""
    period = plans.period_of(clock.now())
    return period.starts_at.tzinfo or UTC if period else UTC


@contextmanager
def spoken(language: str) -> Iterator[Locale]:
    """In the language, or in English where the host has no such language."""
    with translation.override(_known(language)):
        yield _locale(language)


def _known(language: str) -> str:
    """A language of the host; English where it is none."""
    return language if translation.check_for_language(language) else "en"


def _locale(language: str) -> Locale:
    """The locale of the words that `language` finds: its own if it is of the same language."""
    # Translators: write the code of your language, such as "de" or "pt_BR".
    own = pgettext("code of the language of this catalogue", "en")
    try:
        wanted = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(own)
    return wanted if wanted.language == Locale.parse(own).language else Locale.parse(own)
