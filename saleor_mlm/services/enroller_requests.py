"""Requests for another enroller: who has to agree, who did, and what came of it.

A request is settled once: by the last consent it needs, or by staff at once. Whoever is asked for a
consent is fixed when it is made.
"""

from django.db.models import Q, QuerySet

from ..adapters import clock, switch
from ..models import Distributor, EnrollerConsent, EnrollerRequest
from ..models.enroller_requests import Party, RequestState
from . import corrections, enroller_changes, genealogy, settings
from .declared_settings import (
    CONSENT_OF_NEW_ENROLLER,
    CONSENT_OF_OLD_ENROLLER,
    CONSENT_OF_PERSON,
    Setting,
)
from .enroller_changes import Wish
from .errors import MlmError

CONSENTS: dict[str, Setting] = {
    Party.PERSON: CONSENT_OF_PERSON,
    Party.OLD_ENROLLER: CONSENT_OF_OLD_ENROLLER,
    Party.NEW_ENROLLER: CONSENT_OF_NEW_ENROLLER,
}
OPEN = (RequestState.WAITING, RequestState.SCHEDULED)


def change(wish: Wish, reason: str, actor: str) -> EnrollerRequest:
    """Change somebody's enroller by staff, whoever agrees: at once, later, or from a day of the
    running period on."""
    why = corrections.checked_reason(reason)
    with enroller_changes.locked_tree():
        wish = enroller_changes.read_again(wish)
        _check_none_open(wish.distributor)
        enroller_changes.check(wish)
        made = _draft(wish, why, actor)
        _settle(made, wish)
        return made


def request(wish: Wish, reason: str, asker: Distributor | None, actor: str) -> EnrollerRequest:
    """Ask for another enroller; with every consent there, as the asker's is, it is settled."""
    why = corrections.checked_reason(reason)
    with enroller_changes.locked_tree():
        wish = enroller_changes.read_again(wish)
        _check_none_open(wish.distributor)
        _check_not_earlier(wish)
        enroller_changes.check(wish)
        made = _draft(wish, why, actor, needed(wish))
        made.save()
        if asker:
            for party in sorted(_parties(made, asker)):
                _say(made, party, asker, True, actor)
        _settle_if_agreed(made)
        return made


def consent(request_id: int, person: Distributor, agrees: bool, actor: str) -> EnrollerRequest:
    """Say yes or no to a request that waits for one; a no ends it."""
    with enroller_changes.locked_tree():
        found = _open_request(request_id, person)
        parties = _parties(found, person)
        if found.state != RequestState.WAITING or not parties:
            raise MlmError("SETTLED", "Nothing waits for your consent any more.", "id")
        for party in sorted(parties):
            _say(found, party, person, agrees, actor)
        if agrees:
            _settle_if_agreed(found)
        else:
            _end(found, RequestState.DECLINED)
        return found


def withdraw(request_id: int, person: Distributor | None, actor: str) -> EnrollerRequest:
    """Take back a request: by the person as long as it waits, by staff until it is in force.

    A scheduled change is taken back by one of the same instant, to who ruled before.
    """
    with enroller_changes.locked_tree():
        found = _open_request(request_id, person)
        if found.state not in OPEN or (person and found.state != RequestState.WAITING):
            raise MlmError("SETTLED", "The request is settled; ask for another change.", "id")
        if person and person.id != found.distributor_id:
            raise MlmError("NOT_FOUND", "There is no such request.", "id")
        if found.change:
            enroller_changes.take_back(found.change, actor)
        _end(found, RequestState.WITHDRAWN)
        return found


def concerning(person: Distributor) -> QuerySet[EnrollerRequest]:
    """Requests about a person, and those that wait, or waited, for that one's consent."""
    as_old = Q(old_enroller=person, needs__contains=[Party.OLD_ENROLLER])
    as_new = Q(new_enroller=person, needs__contains=[Party.NEW_ENROLLER])
    return EnrollerRequest.objects.filter(Q(distributor=person) | as_old | as_new)


def needed(wish: Wish) -> list[str]:
    """Who has to agree by the merchant's settings; of those who can: an account to log in with,
    and an agreement in force."""
    return [
        party
        for party, person in _people(wish.distributor, wish.distributor.enroller, wish.enroller)
        if person and _can_answer(person) and _wanted(party)
    ]


def _wanted(party: str) -> bool:
    setting = CONSENTS[party]
    text = settings.form_texts(switch.form())[setting.name]
    return bool(setting.default if text is None else setting.parse(text))


def _can_answer(person: Distributor) -> bool:
    return person.user_id is not None and person.status in genealogy.EARNING


def _people(
    person: Distributor, old: Distributor | None, new: Distributor | None
) -> list[tuple[str, Distributor | None]]:
    return [(Party.PERSON, person), (Party.OLD_ENROLLER, old), (Party.NEW_ENROLLER, new)]


def _parties(found: EnrollerRequest, person: Distributor) -> set[str]:
    """As what a person is still asked."""
    said = set(found.consents.values_list("party", flat=True))
    people = _people(found.distributor, found.old_enroller, found.new_enroller)
    return {party for party, who in people if who == person and party in found.needs} - said


def _open_request(request_id: int, person: Distributor | None) -> EnrollerRequest:
    rows = concerning(person) if person else EnrollerRequest.objects.all()
    found = rows.filter(id=request_id).first()
    if found is None:
        raise MlmError("NOT_FOUND", "There is no such request.", "id")
    return found


def _check_none_open(person: Distributor) -> None:
    if EnrollerRequest.objects.filter(distributor=person, state__in=OPEN).exists():
        message = f"A request about {person.code} is open; withdraw it first."
        raise MlmError("REQUEST_OPEN", message, "distributorCode")


def _check_not_earlier(wish: Wish) -> None:
    if wish.effective_at and wish.effective_at < clock.now():
        message = "Only staff lets a change hold from an earlier instant on."
        raise MlmError("TOO_EARLY", message, "effectiveAt")


def _draft(wish: Wish, reason: str, actor: str, needs: list[str] | None = None) -> EnrollerRequest:
    return EnrollerRequest(
        distributor=wish.distributor,
        old_enroller=wish.distributor.enroller,
        new_enroller=wish.enroller,
        effective_at=wish.effective_at,
        needs=needs or [],
        state=RequestState.WAITING,
        reason=reason,
        requested_by=actor,
        requested_at=clock.now(),
    )


def _say(found: EnrollerRequest, party: str, person: Distributor, agrees: bool, actor: str) -> None:
    EnrollerConsent.objects.create(
        request=found,
        party=party,
        distributor=person,
        agrees=agrees,
        at=clock.now(),
        actor=actor,
    )


def _settle_if_agreed(found: EnrollerRequest) -> None:
    """With the last consent: from the day asked for, or from now where that has passed."""
    if found.consents.filter(agrees=True).count() < len(found.needs):
        return
    day = found.effective_at
    later = day if day and day > clock.now() else None
    wish = Wish(found.distributor, found.new_enroller, later)
    try:
        if found.distributor.enroller_id != found.old_enroller_id:
            raise MlmError("UNCHANGED", "The enroller was changed in the meantime.")
        enroller_changes.check(wish)
    except MlmError as error:
        found.fault = error.message[:255]
        _end(found, RequestState.IMPOSSIBLE)
    else:
        _settle(found, wish)


def _settle(found: EnrollerRequest, wish: Wish) -> None:
    change = enroller_changes.write(wish, found.reason, found.requested_by)
    found.change = change
    found.effective_at = change.effective_at
    in_force = change.effective_at <= clock.now()
    _end(found, RequestState.IN_FORCE if in_force else RequestState.SCHEDULED)


def _end(found: EnrollerRequest, state: str) -> None:
    found.state = state
    found.settled_at = clock.now()
    found.save()
