"""What the engine refuses, each with a stable `code` for callers and a sentence for people."""


class EngineError(Exception):
    """An input that cannot be calculated exactly; nothing was calculated."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class SnapshotError(EngineError):
    """A snapshot that contradicts itself; the message names the first rows at fault."""


class GenealogyError(SnapshotError):
    """A tree that is none: a parent out of range, or a person above himself."""


class AmountError(EngineError):
    """An amount or a sum that does not fit 64 bits; never wrapped, never rounded."""
