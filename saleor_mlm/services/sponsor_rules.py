"""Who enrols people that name nobody."""

from enum import StrEnum


class SponsorRule(StrEnum):
    """refuse: nobody does. house: the company itself. opted_in, listed: those who wish to, or whom
    staff listed, one after the other. nearest: of these, those of the person's country in turn,
    else the house."""

    REFUSE = "refuse"
    HOUSE = "house"
    OPTED_IN = "opted_in"
    LISTED = "listed"
    NEAREST = "nearest"
