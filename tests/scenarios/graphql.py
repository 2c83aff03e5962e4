"""GraphQL over HTTP, and nothing else."""

from typing import Any

import httpx


class Refused(Exception):
    """The store answered, with errors; `errors` is what it said."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__([{**error, "extensions": None} for error in errors])
        self.errors = errors


class Client:
    """One caller: a guest without a token, else whoever the token belongs to."""

    def __init__(self, http: httpx.Client, token: str = "") -> None:
        self.http = http
        self.token = token

    def answer(self, document: str, /, **variables: Any) -> dict[str, Any]:
        """The whole answer, errors included."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"query": document, "variables": variables}
        answer: dict[str, Any] = self.http.post("/graphql/", json=body, headers=headers).json()
        return answer

    def ask(self, document: str, /, **variables: Any) -> Any:
        """The value of the one root field; errors of any kind are raised."""
        answer = self.answer(document, **variables)
        if answer.get("errors"):
            raise Refused(answer["errors"])
        (value,) = answer["data"].values()
        if isinstance(value, dict) and value.get("errors"):
            raise Refused(value["errors"])
        return value
