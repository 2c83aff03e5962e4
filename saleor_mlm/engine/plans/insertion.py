"""Parameters put in: what a document says on one day, and which value came from where."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .document import Document
from .parameters import TABLE_BY, Parameter, reference
from .places import Form, chosen, inner_form, is_rates, units
from .problems import Finding, Path, path_text
from .schema import Plan
from .validation import near


@dataclass
class Insertion:
    """A document's content on a day. `origins`: the paths where a parameter stood, and its key."""

    document: Document
    parameters: Mapping[str, Parameter]
    on: dt.date
    origins: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def done(self) -> Document:
        """The document with all values put in."""
        content = self.document.content
        if not isinstance(content, dict):
            return self.document
        put_in = {
            key: value if key == "parameters" else self._put_in(value, _inner(Plan, key), (key,))
            for key, value in content.items()
        }
        return replace(self.document, content=put_in)

    def _put_in(self, value: Any, form: Form, path: Path) -> Any:
        key = reference(value)
        if key is not None and form is not None:
            return self._value(key, form, path, value)
        inside = chosen(form, value) if form is not None else None
        if isinstance(value, dict):
            return {
                name: self._put_in(item, _inner(inside, name), (*path, name))
                for name, item in value.items()
            }
        if isinstance(value, list):
            return [
                self._put_in(item, _inner(inside, place), (*path, place))
                for place, item in enumerate(value)
            ]
        return value

    def _value(self, key: str, form: Form, path: Path, written: Any) -> Any:
        parameter = self.parameters.get(key)
        wrong = self._unfit(key, parameter, form, path)
        if wrong is not None:
            self.findings.append(wrong)
        if parameter is None or wrong is not None:
            return written
        self.origins[path_text(path)] = key
        if parameter.basis == "period":
            return parameter.value_on(self.on)
        rows = [{"from": row.since.isoformat(), "rate": row.value} for row in parameter.values]
        return {"by": TABLE_BY[parameter.basis], "rows": rows}

    def _unfit(
        self, key: str, parameter: Parameter | None, form: Form, path: Path
    ) -> Finding | None:
        """Why a parameter cannot stand at a place."""
        if parameter is None:
            message, expected = f"there is no parameter `{key}`", near(key, self.parameters)
            return Finding(path, message, expected, "unknown-parameter")
        allowed = sorted(units(form))
        if parameter.unit not in allowed:
            message = f"`${key}` is of the unit `{parameter.unit}`"
            expected = (
                f"a parameter of the unit {' or '.join(allowed)}" if allowed else "no parameter"
            )
            return Finding(path, message, expected, "parameter-unit")
        if parameter.basis != "period":
            return None if is_rates(form) else _dated_elsewhere(key, parameter, path)
        if parameter.value_on(self.on) is None:
            message = f"`${key}` has no value on {self.on}"
            expected = f"a day from {parameter.values[0].since} on"
            return Finding(path, message, expected, "parameter-no-value")
        return None


def _dated_elsewhere(key: str, parameter: Parameter, path: Path) -> Finding:
    message = f"`${key}` goes by the day of the {parameter.basis}, which only rates can"
    return Finding(path, message, "a parameter with `basis: period`", "parameter-basis")


def references(value: Any) -> Iterator[str]:
    """The keys of all parameters that a content names, as often as it does."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from references(item)
    elif (key := reference(value)) is not None:
        yield key


def _inner(form: Form, part: str | int) -> Form:
    return inner_form(form, part) if form is not None else None
