"""The document's own 文号 among the lines in front of its body: one that is cited stands in a sentence."""
import re
from collections.abc import Iterator, Sequence

from policysearch.chunker.boilerplate import body_names
from policysearch.chunker.dates import find_dates
from policysearch.text.characters import HAN
from policysearch.text.doc_numbers import find_any_doc_number, is_standard_number
from policysearch.text.folding import close_up, fold

_LONGEST_LINE = 80
# an order, whose number stands on the next line
_ORDER = re.compile(f"(?!.*关于)[{HAN} ]{{2,60}}(?:令|公告|通告)$")
# the number of an announcement below its title: 2023年第12号
_NUMBER_BELOW = re.compile(r"[(（]?(?P<number>[0-9]{4}\s*年\s*第\s*[0-9]{1,4}\s*号)[)）]?$")
_BARE_NUMBER = re.compile(r"[(（〔\[]?(?:[一二三四五六七八九十]{1,3}届[)）〕\]]?)?\s*(?:[0-9]{4}\s*年)?\s*第?\s*"
                          r"[0-9一二三四五六七八九十百〇零]{1,7}\s*号\s*[)）]?$")
# papers of the Legislative Council of Hong Kong, A 13/14-24, CB(2)123/13-14, and circulars of its bureaux, 教育局通告第5/2024号
_HONG_KONG = re.compile(f"[{HAN}]{{2,20}}第 ?[0-9]{{1,4}}/[0-9]{{4}}[号號]$"
                        r"|[A-Z]{1,4}(?:\([0-9]\))? ?[0-9]{1,4}/[0-9]{2}-[0-9]{2,4}(?:\([0-9]{2}\))?$")
# what may stand on the line of the number besides a date and names
_BESIDE = re.compile(
    r"(?:发文字号|发文文号|公文文号|文件编号|文号|编号|档号|本署檔號|签发人|公布|发布|颁布|印发|颁发|通过|施行|文件|统一编号|规范性文件编号|[A-Z]{2}[0-9]{6,}"
    r"|[:(){}\[\]【】,、。;*#\s-])")
_SIGNED_BY = re.compile(r"签发人?\s*[:：].*$")


def own_doc_number(front: Sequence[str]) -> str | None:
    """The 文号 in the lines before the body, as printed: alone on its line, over two lines, or beside date and bodies."""
    lines = [close_up(line) for line in front]
    for line in _joined(lines):
        if is_standard_number(line) or _HONG_KONG.match(line):
            return line
        if len(line) <= _LONGEST_LINE and (number := _number_in(line)):
            return number
    return next((found["number"] for line in lines if (found := _NUMBER_BELOW.match(line))), None)


def is_order_head(lines: Sequence[str], at: int) -> bool:
    """Whether the line at `at` is the first of an order or announcement whose number stands on the next."""
    return at + 1 < len(lines) and bool(_ORDER.match(fold(lines[at])) and _BARE_NUMBER.match(lines[at + 1]))


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """The lines, an order and its number on the next one as one: 上海市人民政府令 / 第35号."""
    for at, line in enumerate(lines):
        if is_order_head(lines, at):
            yield line + lines[at + 1].strip("()（）")
        else:
            yield line


def _number_in(line: str) -> str | None:
    """The 文号 of a line on which nothing else stands that makes it a citation."""
    line = _SIGNED_BY.sub("", line)
    blank = line
    for date in find_dates(line):
        # a date that is blanked out parts a number from what stands before it
        blank = blank[:date.start] + " " * (date.end - date.start) + blank[date.end:]
    found = find_any_doc_number(blank)
    if not found:
        return None
    before, number, behind = blank[:found.start], blank[found.start:found.end], blank[found.end:]
    # an order of several bodies, whose names stand in columns
    if number.find("令") > 0 and (names := body_names(before)):
        return close_up(f"{' '.join(names)} {number}")
    rest = _BESIDE.sub("", fold(before).upper() + " " + fold(behind).upper())
    return number.strip() if not rest or body_names(rest) else None
