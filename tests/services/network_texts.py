"""Network files for tests, and the command that takes them in and writes them."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError
from saleor.account.models import User

HEADER = (
    "code,email,name,kind,class,handle,enroller,below_since,joined,status,ended,reinstated,rank,"
    "country"
)
ALICE = "ALICE,alice@example.org,Alice,person,distributor,,,,2024-03-01,active,,,,DE"
BOB = "BOB,bob@example.org,Bob,couple,distributor,bobs-site,ALICE,,2024-03-02T09:30:00Z,active,,,,"
CAROL = "CAROL,,Carol & Co,company,retail,,BOB,,2024-03-03,ended,2025-01-31,,,US"


def text(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"


class Desk:
    """A folder with files, and the command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, content: str | bytes, name: str = "network.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def takes(self, content: str | bytes, *options: str) -> str:
        """What the import of a network says."""
        return self.run("import", str(self.write(content)), *options)

    def refuses(self, content: str | bytes, *options: str) -> list[str]:
        """The errors of the import of a network, and what is said of them all."""
        return self._refusal(str(self.write(content)), *options)

    def refuses_missing(self) -> list[str]:
        """Those of a file that is not there."""
        return self._refusal(str(self.folder / "missing.csv"))

    def _refusal(self, *arguments: str) -> list[str]:
        try:
            said = self.run("import", *arguments)
        except CommandError as error:
            return str(error).replace(f"{self.folder}/", "").splitlines()
        raise AssertionError(f"nothing is wrong: {said}")

    def exported(self, *options: str) -> str:
        self.run("export", str(self.folder / "out.csv"), *options)
        return (self.folder / "out.csv").read_text()

    def run(self, action: str, *arguments: str) -> str:
        out = StringIO()
        call_command("mlm", "network", action, *arguments, stdout=out)
        return out.getvalue().strip()


def customers(*emails: str) -> None:
    for email in emails:
        User.objects.create_user(email)
