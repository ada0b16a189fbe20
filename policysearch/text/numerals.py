"""Numbers in Chinese and Arabic spelling."""
import itertools
import re

_DIGITS = {digit: value for value, digits in enumerate(
    ("〇零○", "一壹", "二贰貳两兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")) for digit in digits}
_TENS = {"廿": 20, "卅": 30}
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "萬": 10_000}

NUMERAL = "〇零○一二三四五六七八九十百千两兩廿卅壹贰貳叁參肆伍陆陸柒捌玖拾佰仟"
_SMALL = "〇一二三四五六七八九"


def parse_number(text: str) -> int | None:
    """The value of a number in Arabic digits or in Chinese, positional or not; None where it is none.

    >>> [parse_number(text) for text in ("23", "二十三", "二〇二三", "廿三", "一百零五", "两", "人")]
    [23, 23, 2023, 23, 105, 2, None]
    """
    if re.fullmatch("[0-9]{1,9}", text):
        return int(text)
    if not text or len(text) > 12:
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total = section = 0
    digit: int | None = None
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            section, digit = section + _TENS[character], None
        elif character in _POWERS:
            power = _POWERS[character]
            if power == 10_000:
                total, section, digit = (total + section + (digit or 0)) * power, 0, None
            else:
                section, digit = section + (1 if digit is None else digit) * power, None
        else:
            return None
    return total + section + (digit or 0)


def to_chinese(number: int) -> str:
    """`number` (0 to 9999) as it is written in article numbers.

    >>> [to_chinese(number) for number in (0, 10, 23, 105, 110, 1020)]
    ['〇', '十', '二十三', '一百零五', '一百一十', '一千零二十']

    Raises ValueError outside that range.
    """
    if not 0 <= number <= 9999:
        raise ValueError(f"{number} is not between 0 and 9999")
    if number < 10:
        return _SMALL[number]
    written = ""
    gap = False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            written += ("零" if gap and written else "") + _SMALL[digit] + name
            gap = False
        else:
            gap = True
    return written[1:] if written.startswith("一十") else written


# what must stand beside a number before it is respelled: 第 in front, or one of these behind
COUNTED = "年月日号條条款项項章节節编編期批届屆次轮輪"
_NUMBER = re.compile(
    f"(?<![0-9.{NUMERAL}])(?:(?<=第)(?:[0-9]{{1,4}}|[{NUMERAL}]{{1,9}})|(?:[0-9]{{1,4}}|[{NUMERAL}]{{1,9}})(?=[{COUNTED}]))"
    f"(?![0-9.{NUMERAL}])")
MAX_SPELLINGS = 32


def spellings(text: str) -> list[str]:
    """`text` with its numbers written otherwise, the text itself first: 第23条 and 第二十三条.

    Only numbers after 第 or before a word such as 年 and 条 are respelled. A year is also spelled digit by digit.
    `text` is plain-folded. At most MAX_SPELLINGS are given, those that write all numbers alike before the mixed ones.

    >>> spellings("第23条")
    ['第23条', '第二十三条']
    >>> spellings("2023年")
    ['2023年', '二〇二三年', '二零二三年', '二○二三年']
    """
    pieces: list[str] = []
    choices: list[list[str]] = []
    at = 0
    for found in _NUMBER.finditer(text):
        pieces.append(text[at:found.start()])
        choices.append(_spellings_of(found.group(), text[found.end():found.end() + 1] == "年"))
        at = found.end()
    alike = ([ways[min(style, len(ways) - 1)] for ways in choices] for style in range(4))
    mixed = itertools.islice(itertools.product(*choices), MAX_SPELLINGS)
    ways = ("".join(part for pair in zip(pieces, way) for part in pair) + text[at:] for way in itertools.chain(alike, mixed))
    return list(dict.fromkeys((text, *ways)))[:MAX_SPELLINGS]


def _spellings_of(written: str, before_year: bool) -> list[str]:
    """The ways to write a number: Arabic, then Chinese; only `written` itself where it is none."""
    number = parse_number(written)
    if number is None or not 0 < number <= 9999:
        return [written]
    if before_year and number >= 1000:
        digit_by_digit = "".join(_SMALL[int(digit)] for digit in str(number))
        ways = [str(number), digit_by_digit, digit_by_digit.replace("〇", "零"), digit_by_digit.replace("〇", "○")]
    else:
        ways = [str(number), to_chinese(number)]
    return list(dict.fromkeys((*ways, written)))
