"""The words that only make a question of a text, listed in interrogatives.txt."""
import functools
from importlib import resources


@functools.cache
def interrogatives() -> frozenset[str]:
    """The words, folded."""
    lines = resources.files(__package__).joinpath("interrogatives.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
