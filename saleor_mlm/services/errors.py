"""The error that every use case raises for bad input; doors translate it."""


class MlmError(Exception):
    """Bad input: a code for programs, a sentence for people, the field it is about.

    `more` holds further errors found in the same input. Nothing has been written when it is raised.
    """

    def __init__(
        self,
        code: str,
        message: str,
        field: str | None = None,
        more: "tuple[MlmError, ...]" = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.more = more
