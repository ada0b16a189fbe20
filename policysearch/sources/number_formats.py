"""Numbers as word processors and browsers print them, by the names that Word gives the formats (ECMA-376-1, 17.18.59)."""
import re
from collections.abc import Callable

from policysearch.text.numerals import to_chinese


def written(number: int, name: str) -> str:
    """`number` as Word prints it in the format `name`; in digits where that is not known here or ends before.

    >>> [written(12, name) for name in ("decimal", "chineseCounting", "decimalEnclosedCircle", "upperRoman", "lowerLetter")]
    ['12', '十二', '⑫', 'XII', 'l']
    """
    if name in ("none", "bullet"):
        return ""
    last, write = _FORMATS.get(name, (0, str))
    return write(number) if 1 <= number <= last else str(number)


_Format = tuple[int, Callable[[int], str]]


def _digits(digits: str) -> _Format:
    return 9999, lambda number: "".join(digits[int(digit)] for digit in str(number))


def _listed(characters: str) -> _Format:
    return len(characters), lambda number: characters[number - 1]


def _series(first: str, count: int) -> _Format:
    return _listed("".join(chr(ord(first) + place) for place in range(count)))


def _letters(first: str) -> _Format:
    # z is followed by aa, bb
    return 780, lambda number: chr(ord(first) + (number - 1) % 26) * ((number + 25) // 26)


def _counting(number: int) -> str:
    return to_chinese(number) if number < 100 else _digits("○一二三四五六七八九")[1](number)


def _legal(characters: str) -> _Format:
    table = str.maketrans("零一二三四五六七八九十百千", characters)
    return 9999, lambda number: re.sub("^十", "一十", to_chinese(number)).translate(table)


def _roman(number: int) -> str:
    text = ""
    sizes = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    for size, numeral in zip(sizes, "M CM D CD C XC L XL X IX V IV I".split()):
        text += numeral * (number // size)
        number %= size
    return text


_FORMATS: dict[str, _Format] = {
    "decimalZero": (9, "0{}".format), "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"), "decimalEnclosedCircle": _series("①", 20),
    "decimalEnclosedCircleChinese": _series("①", 10), "decimalEnclosedParen": _series("⑴", 20),
    "decimalEnclosedFullstop": _series("⒈", 20), "ideographEnclosedCircle": _series("㈠", 10),
    # 101 is 一百〇一 here, 一百零一 there, and 一○一 where counting ends at 99
    "chineseCountingThousand": (9999, lambda number: to_chinese(number).replace("零", "〇")),
    "taiwaneseCountingThousand": (9999, to_chinese),
    "chineseCounting": (9999, _counting), "taiwaneseCounting": (9999, _counting),
    "japaneseCounting": (9999, lambda number: re.sub("零|一(?=[十百千])", "", to_chinese(number))),
    "ideographDigital": _digits("〇一二三四五六七八九"), "japaneseDigitalTenThousand": _digits("〇一二三四五六七八九"),
    "taiwaneseDigital": _digits("○一二三四五六七八九"),
    "chineseLegalSimplified": _legal("零壹贰叁肆伍陆柒捌玖拾佰仟"),
    "ideographLegalTraditional": _legal("零壹貳參肆伍陸柒捌玖拾佰仟"),
    "ideographTraditional": _listed("甲乙丙丁戊己庚辛壬癸"), "ideographZodiac": _listed("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": _letters("a"), "upperLetter": _letters("A"), "upperRoman": (3999, _roman),
    "lowerRoman": (3999, lambda number: _roman(number).lower())}
