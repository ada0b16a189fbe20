"""What went wrong with sources, a line each."""
from collections.abc import Iterator, Sequence

from policysearch.errors import SourceError
from policysearch.messages.catalogue import message
from policysearch.models import Problem
from policysearch.output.columns import printable


def render_problems(problems: Sequence[Problem | SourceError]) -> Iterator[str]:
    """A line for each problem; the same fault in many lines of a file is named once, with how often it comes."""
    alike: dict[tuple[object, ...], list[Problem | SourceError]] = {}
    for place, problem in enumerate(problems):
        once = place if problem.line is None else None
        alike.setdefault((problem.path, problem.key, repr(problem.parameters), once), []).append(problem)
    for first, *others in alike.values():
        line = render_problem(first)
        yield message("output.repeated", line=line, count=len(others)) if others else line


def render_problem(problem: Problem | SourceError) -> str:
    """What went wrong with a source, in the current language."""
    place = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
    return printable(f"{place}: {message(problem.key, **problem.parameters)}")
