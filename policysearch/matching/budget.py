"""The time a search may take."""
from collections.abc import Callable

from policysearch.errors import TimeBudgetExceeded


class Budget:
    """Raises TimeBudgetExceeded from `check` once `seconds` have passed on `clock` since it was made."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._start = clock()

    def elapsed(self) -> float:
        """Seconds since the budget was made."""
        return self._clock() - self._start

    def check(self) -> None:
        """Raise TimeBudgetExceeded when the time is used up."""
        if self.elapsed() > self._seconds:
            raise TimeBudgetExceeded("search.time_budget", seconds=self._seconds)
