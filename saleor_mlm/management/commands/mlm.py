"""`manage.py mlm ...`: what a merchant's engineer runs."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...adapters import beat, host
from ...engine.plans import sentences
from ...models import SettingChange
from ...services import backfills, doctor, ledger, plans, recalculations, runs, settings, sweep
from ...services.errors import MlmError
from .. import network


def _instant(text: str) -> datetime:
    """An ISO date or instant; without a zone in UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Command(BaseCommand):
    help = "Network marketing: doctor, settings, plan, commit, runs, sweep, backfill, network ..."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("doctor", help="say what is missing before sales become pay")
        verbs.add_parser("activate", help="count orders from now on, if they do not count yet")
        publish = verbs.add_parser("plan", help="publish a plan document")
        publish.add_argument("action", choices=["publish"])
        publish.add_argument("file", type=Path)
        publish.add_argument("--from", dest="effective_from", type=date.fromisoformat)
        commit = verbs.add_parser("commit", help="calculate a period that has ended and post it")
        commit.add_argument("period")
        proof = verbs.add_parser("runs", help="calculate committed runs again, and compare")
        proof.add_argument("action", choices=["verify"])
        verbs.add_parser("sweep", help="read every order again that changed, however old")
        self._add_backfill(verbs)
        network.add_arguments(verbs)
        book = verbs.add_parser("ledger", help="prove the ledger from its first entry on")
        book.add_argument("action", choices=["verify", "seal", "head"])
        rules = verbs.add_parser("settings", help="the settings of a channel, and who changed them")
        actions = rules.add_subparsers(dest="action", required=True)
        for name in ("show", "set", "history"):
            action = actions.add_parser(name)
            action.add_argument("--channel", required=True)
            if name == "set":
                action.add_argument("changes", nargs="+", metavar="name=value")
        verbs.add_parser("schema", help="print our part of the store's GraphQL schema")
        verbs.add_parser("uninstall", help="remove everything that would go on firing")

    def _add_backfill(self, verbs: Any) -> None:
        backfill = verbs.add_parser("backfill", help="let orders count from before the switch-on")
        backfill.add_argument("channel")
        backfill.add_argument("--from", dest="starts_at", type=_instant, required=True)
        backfill.add_argument("--until", dest="ends_at", type=_instant)
        backfill.add_argument("--claim", choices=backfills.CLAIMS, default="")
        backfill.add_argument("--apply", dest="token", help="the token of a preview")
        backfill.add_argument("--reason", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        act: Callable[[dict[str, Any]], None] = getattr(self, f"_{options['verb']}")
        with host.writer():
            try:
                act(options)
            except MlmError as error:
                found = (error, *error.more)
                raise CommandError("\n".join(item.message for item in found)) from None

    def _doctor(self, options: dict[str, Any]) -> None:
        findings = doctor.examine()
        for finding in findings:
            mark = "ok  " if finding.fine else "MEND"
            self.stdout.write(f"{mark}  {finding.name}: {finding.message}")
        if not all(finding.fine for finding in findings):
            sys.exit(1)

    def _activate(self, options: dict[str, Any]) -> None:
        self.stdout.write(
            f"Orders count from {settings.activate().counts_from:%Y-%m-%d %H:%M} UTC."
        )

    def _plan(self, options: dict[str, Any]) -> None:
        document = self._read(options["file"])
        published = plans.publish(document, self._first_day(options), "command")
        version = published.version
        self.stdout.write(f"{version.name} is in force from {version.effective_from}:")
        for sentence in sentences(published.plan):
            self.stdout.write(f"  {sentence}")

    def _first_day(self, options: dict[str, Any]) -> date:
        if options["effective_from"]:
            return options["effective_from"]
        raise CommandError("Say from which day: --from 2026-11-01, the first day of a period.")

    def _read(self, file: Path) -> str:
        try:
            return file.read_text()
        except OSError as fault:
            raise CommandError(f"{file} cannot be read: {fault.strerror}.") from None

    def _commit(self, options: dict[str, Any]) -> None:
        self.stdout.write("Reading every order that changed ...")
        run = runs.commit(options["period"], "command")
        self.stdout.write(f"{run.period} is committed; result {run.result_sha256}.")

    def _runs(self, options: dict[str, Any]) -> None:
        wrong = 0
        for found in recalculations.recalculations():
            (self.stdout if found.fine else self.stderr).write(found.message)
            wrong += not found.fine
        if wrong:
            raise CommandError(f"{wrong} runs do not give the same again; what was posted stands.")

    def _sweep(self, options: dict[str, Any]) -> None:
        sweep.read_everything()
        runs.estimate()
        self.stdout.write("Every order is read.")

    def _backfill(self, options: dict[str, Any]) -> None:
        """Shows a preview; with its token applies it, here and not in the background."""
        chosen = {name: options[name] for name in ("channel", "starts_at", "ends_at", "claim")}
        choice = backfills.Choice(**chosen)
        if options["token"] is None:
            self.stdout.write("\n".join(backfills.preview(choice).describe()))
            return
        made = backfills.start(choice, options["token"], options["reason"], "command")
        while backfills.work(100):
            self.stdout.write(f"{backfills.progress(made)} ...")
        runs.estimate()
        self.stdout.write(f"{backfills.progress(made)}.")

    def _network(self, options: dict[str, Any]) -> None:
        network.handle(options, self.stdout)

    def _ledger(self, options: dict[str, Any]) -> None:
        if options["action"] == "seal":
            self.stdout.write(f"{ledger.seal()} blocks sealed.")
        if options["action"] == "verify":
            faults = ledger.verify()
            for fault in faults:
                self.stderr.write(f"{fault.where}: {fault.message}")
            if faults:
                raise CommandError(f"The ledger does not prove itself: {len(faults)} faults.")
            self.stdout.write("The ledger proves itself.")
        self.stdout.write(f"Head {ledger.head()}")

    def _settings(self, options: dict[str, Any]) -> None:
        channel = options["channel"]
        if options["action"] == "set":
            settings.update_channel(channel, _texts(options["changes"]), "command")
        if options["action"] == "history":
            for change in settings.history(channel).order_by("id"):
                self.stdout.write(_sentence(change))
            return
        for item in settings.in_force(channel):
            mark = "own" if item.own is not None else "   "
            self.stdout.write(f"{item.setting.name:26} {mark}  {item.setting.words(item.value)}")

    def _schema(self, options: dict[str, Any]) -> None:
        from ...graphql import sdl

        self.stdout.write(sdl.text(), ending="")

    def _uninstall(self, options: dict[str, Any]) -> None:
        names = beat.remove()
        self.stdout.write(f"Beat no longer calls: {', '.join(names) or 'nothing was scheduled'}.")
        self.stdout.write(
            "Now stop beat, `pip uninstall saleor-mlm` and restart. The tables stay: they are the"
            " company's books. `manage.py migrate saleor_mlm zero` before that drops them."
        )


def _texts(changes: list[str]) -> dict[str, str | None]:
    """`name=value` pairs; an empty value gives way to the form or the default."""
    pairs = [change.partition("=") for change in changes]
    wrong = [name for name, sign, _ in pairs if not sign]
    if wrong:
        raise CommandError("Say what to set: name=value ...")
    return {name: value or None for name, _, value in pairs}


def _sentence(change: SettingChange) -> str:
    where = "all channels" if change.channel_id is None else "this channel"
    before, after = (text if text is not None else "-" for text in (change.before, change.after))
    return (
        f"{change.at:%Y-%m-%d %H:%M:%S} UTC  {change.name} {before} -> {after}"
        f"  ({where}, by {change.actor})"
    )
