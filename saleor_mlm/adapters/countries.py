"""Countries, by the two capital letters of ISO 3166 that Saleor's addresses use."""

from django_countries import countries


def is_country(code: str) -> bool:
    return code in countries
