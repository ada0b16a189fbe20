"""Wildcards: whole runs of letters and digits of a form."""
import fnmatch
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from policysearch.text.folding import plain
from policysearch.text.units import Unit, units


@dataclass(frozen=True)
class RunForm:
    """The runs of the form of a plain-folded `pattern`: * is any number of a run's characters, ? one letter or digit.

    >>> [RunForm("co?id*").matches(run) for run in ("covid", "covid19", "coid", "xcovid")]
    [True, True, False, False]
    """

    pattern: str

    @property
    def prefix(self) -> str:
        """What every such run begins with."""
        return re.split("[*?]", self.pattern)[0]

    def matches(self, token: str) -> bool:
        """Whether a token is a run, whole, of this form."""
        return token.isascii() and " " not in token and self._expression.fullmatch(token) is not None

    def found_in(self, text: str) -> Iterator[Unit]:
        """The runs of this form in plain-folded `text`."""
        return (unit for unit in units(text) if self.matches(unit.text))

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        # fnmatch needs no more time than the product of the two lengths, however many * there are
        return re.compile(fnmatch.translate(self.pattern.replace("?", "[a-z0-9]")))


def run_form(pattern: str) -> RunForm:
    """The form that a wildcard of a query asks for."""
    return RunForm(re.sub(r"\*+", "*", plain(pattern)))
