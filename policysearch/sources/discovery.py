"""The files below the arguments of a command, and the names they get as sources."""
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath

from policysearch.errors import DuplicateSource, SourceError, SourceMissing, SourceUnreadable
from policysearch.sources.archives import Archives
from policysearch.sources.files import File, Found, is_passed_over

# what every index of ours holds
_INDEX = {"generations", "lock"}
# the table beside files that corrects what is read from them; any number of folders may have one
OVERRIDES = "metadata.csv"
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def discover(arguments: Iterable[str]) -> tuple[list[Found], list[SourceError]]:
    """The files below `arguments` in the order of their names, and what was wrong.

    A file is called by its own name, one in a folder by its path below the folder that was given. In folders, names that
    begin with a point and files that programs lay beside documents are passed over; links to folders are followed, and
    each folder is read once. A zip archive is a folder, called by its own name. Two files of one name are
    both left out, with an error that names both; the same file given twice counts once. A metadata.csv beside a file is
    found with it.
    """
    errors: list[SourceError] = []
    by_name: dict[str, dict[str, Found]] = {}
    archives = Archives()
    for argument in arguments:
        for file in _below(argument, errors):
            for found in archives.files(file, errors):
                name = found.identity if PurePath(found.shown).name == OVERRIDES else found.name
                by_name.setdefault(name, {}).setdefault(found.identity, found)
    kept = []
    for name in sorted(by_name):
        files = list(by_name[name].values())
        if len(files) == 1:
            kept.append(files[0])
        else:
            errors += [DuplicateSource("source.duplicate", one.shown, name=name,
                                       other=", ".join(other.shown for other in files if other is not one)) for one in files]
    return kept, errors


def _below(argument: str, errors: list[SourceError]) -> Iterator[File]:
    path = Path(argument)
    if not argument:
        errors.append(SourceMissing("source.missing", "''"))
    elif path.is_dir():
        def unreadable(error: OSError) -> None:
            errors.append(SourceUnreadable("source.unreadable", _printable(str(error.filename)),
                                           reason=error.strerror or str(error)))

        for folder, names in _folders(path, unreadable):
            for name in sorted(names):
                file = Path(folder, name)
                if is_passed_over(name):
                    continue
                if not file.is_file():
                    errors.append(SourceUnreadable("source.no_file", _printable(str(file))))
                else:
                    yield File(file, _printable(file.relative_to(path).as_posix()), _printable(str(file)))
    elif path.exists() and not path.is_file():
        errors.append(SourceUnreadable("source.no_file", _printable(argument)))
    elif path.exists():
        yield File(path, _printable(path.name), _printable(argument))
        beside = path.with_name(OVERRIDES)
        if beside.is_file():
            yield File(beside, OVERRIDES, _printable(str(beside)))
    else:
        errors.append(SourceMissing("source.missing", _printable(argument)))


def _folders(path: Path, unreadable: Callable[[OSError], None]) -> Iterator[tuple[str, list[str]]]:
    """The folders to be read from `path` down, each with the names of its files; behind links only those not yet read."""
    read = set[str]()
    starts = [str(path)]
    for start in starts:
        for folder, folders, names in os.walk(start, onerror=unreadable):
            real = os.path.realpath(folder)
            if real in read or _INDEX <= {*folders, *names}:
                # a loop of links, or an index of ours, such as that of the last run
                folders.clear()
                continue
            read.add(real)
            folders[:] = sorted(name for name in folders if not is_passed_over(name))
            starts += (link for name in folders if os.path.islink(link := os.path.join(folder, name)))
            yield folder, names


def _printable(name: str) -> str:
    """A file name as text on one line: what is no UTF-8, or controls a terminal, is shown as replacement characters."""
    return _CONTROLS.sub("\ufffd", os.fsencode(name).decode(errors="replace"))
