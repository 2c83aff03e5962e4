"""Documents as texts."""

from pathlib import Path

from .problems import FileError, FileProblem


def read_text(path: Path) -> str:
    """A document's text.

    Raises `FileError` when it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        message, expected = f"cannot be read: {error.strerror}", "a file"
        raise FileError([FileProblem(str(path), 0, "", message, expected, "no-file")]) from error
    except UnicodeDecodeError as error:
        message, expected = "holds letters that are not UTF-8", "a file saved as UTF-8"
        raise FileError([FileProblem(str(path), 0, "", message, expected, "encoding")]) from error
