"""From when until when a document is in force, and whether it says that it has been repealed.

Only what a document says of itself counts: 本办法自2023年9月8日起施行，有效期3年. What it says of others (同时废止《…》) does not.
"""
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policysearch.chunker.dates import days_later, find_dates, iso_date, last_day
from policysearch.chunker.labels import read_label
from policysearch.text.characters import HAN
from policysearch.text.folding import fold
from policysearch.text.numerals import NUMERAL, parse_number
from policysearch.text.sentences import is_ended, sentences

_LONGEST_MARK = 150
_KINDS = ("办法|规定|条例|细则|规则|通知|意见|方案|决定|标准|法|章程|制度|措施|规程|公告|通告|规范|指引|指南|政策|预案|文件|计划|规划|纲要|准则|导则|目录|"
          "清单|令|函|批复|要点|公约|守则")
_SELF = rf"(?:本|以上|上述|该|此)[{HAN}]{{0,8}}?(?:{_KINDS})(?:\([^)]{{0,10}}\))?"
_ENTERS = "(?:起|开始)?(?:正式|试|开始|全面|统一|公布)*(?:施行|实施|执行|生效|实行|试行)(?=[。;,、)至到有\\s]|$)"
_LATER = rf"(?:(?:起|后)?(?:满)?(?P<days>[0-9{NUMERAL}]{{1,4}})(?:个工作)?[日天](?:后|之后))?"
_WHEN = f"(?:自|从|于)(?P<when>[^。;,《》自]{{2,30}}?){_LATER}{_ENTERS}"
# said by the text of itself, by the order or letter that puts it into force, and by a sentence that speaks of nothing else
_IN_FORCE = tuple(re.compile(pattern) for pattern in (
    f"{_SELF}[^。;《》]{{0,40}}?{_WHEN}",
    f"^(?:[^。;]{{0,120}}?,)?现(?:予以?|将)?[^。;]{{0,60}}?(?:公布|发布|印发|颁布)[^。;]{{0,60}}?,{_WHEN}",
    f"^{_WHEN}"))
_OF_ISSUE = re.compile("(?:发布|公布|印发|颁布|下发|发文|签发|通过|批准|颁发|印制)(?:之日|后|$)")
_PERIOD = "(?:有效期|施行期|执行期|实施期|试行期|适用期)"
_TERM = re.compile(f"(?:{_PERIOD}|暂行|试行)限?(?:为|暂定为?|是)?(?P<count>[0-9]{{1,2}}|[{NUMERAL}]{{1,3}})(?P<unit>年|个月)")
_UP_TO = re.compile(f"(?:{_PERIOD}|施行|实施|执行|试行|生效|有效)限?[^。;《》]{{0,30}}?(?:至|到)(?P<until>[^。;,《》]{{6,20}})")
# a sentence of its own that tells the term of the text: 有效期5年. 本通知有效期至…; not that of a licence
_OWN_TERM = re.compile(f"^(?:{_SELF}(?:的|,)?)?(?:自[^。;《》]{{2,30}}?,)?(?:{_PERIOD}|试行|暂行)|^{_SELF}[^。;《》]{{0,60}}?{_PERIOD}")
# the text says it of itself, or says only that: 已废止; what is 同时废止 is another
_REPEALED = re.compile(
    rf"^(?:根据[^。]{{2,80}}?,)?(?:{_SELF}|本文|全文|(?=已|现))(?:已经?|现已?|现予)?(?:被[^。,]{{2,60}}?)?(?:(?:于|自|从)[^。;,《》]{{6,20}}?)?"
    r"(?:起|日)?(?:予以|宣布|已经?|由[^。,]{2,60})?(?P<how>废止|失效|停止执行)(?:\s|$|。|\(|,不再)")
# a mark beside the title: (已废止), 【本文已于2019年3月1日废止】
_MARK = re.compile(r"[(【\[][^()【】\[\]《》]{0,30}?(?P<how>已(?:经)?(?:废止|失效|停止执行)|(?<=日)(?:废止|失效))\s*[)】\]]")


class Validity(NamedTuple):
    """First and last day in force, as precise as printed, and by what a document says that it is repealed."""

    start: str | None = None
    end: str | None = None
    repealed: str | None = None


def read_validity(lines: Sequence[str], edges: Sequence[str], issued: str | None) -> Validity:
    """What the `lines` of a document say of it; `edges` are those before its first item and behind its last, where a
    mark of its repeal stands. `issued` is its date of issue, from which 自发布之日起 counts."""
    start = end = None
    # a line that does not end a sentence may go on in the next
    joined = (line if is_ended(line) else line + following for line, following in zip(lines, [*lines[1:], ""]))
    said = [sentence for line in reversed(list(joined)) for sentence in reversed(list(_sentences(line)))]
    # a text says it at its end, its order in front of it
    for pattern in _IN_FORCE:
        for sentence in said if start is None else ():
            if (found := pattern.search(sentence)) and (start := _start(found, issued)):
                end = _end(sentence[found.start():], start)
                break
    for sentence in said if end is None else ():
        if _OWN_TERM.search(sentence) and (end := _end(sentence, start)):
            first = next(find_dates(sentence)).value if start is None else start
            start = first if first < end else start
            break
    return Validity(start, end, next(filter(None, map(_repealed, edges)), None))


def _sentences(line: str) -> Iterator[str]:
    if re.search("施行|[实實]施|[执執]行|生效|有效期|[试試实實]行", line):
        label = read_label(line)
        folded = fold(line[label.body if label else 0:])
        for span in sentences(folded):
            yield folded[span.start:span.end].strip()


def _start(found: re.Match[str], issued: str | None) -> str | None:
    when = found["when"]
    days = parse_number(found["days"] or "") or 0
    if _OF_ISSUE.search(when):
        return days_later(issued, days) if issued and len(issued) == 10 else issued if not days else None
    return _date_of(when)


def _date_of(text: str) -> str | None:
    """The date in a few words: 2023年9月8日, 2021年1月, 2021年."""
    date = next(find_dates(text), None)
    if date:
        return date.value
    year = re.fullmatch("(?:(?:19|20)[0-9]{2})年", text.strip())
    return iso_date(int(text.strip()[:4])) if year else None


def _end(sentence: str, start: str | None) -> str | None:
    up_to = _UP_TO.search(sentence)
    if up_to and (until := _date_of(up_to["until"])):
        return until
    term = _TERM.search(sentence)
    if not term or not start:
        return None
    return last_day(start, (parse_number(term["count"]) or 0) * (12 if term["unit"] == "年" else 1))


def _repealed(line: str) -> str | None:
    """The date by which a line says that the document is repealed, else the words in which it says so."""
    folded = fold(line).strip()
    found = (_MARK.search(folded) or _REPEALED.match(folded)) if len(line) <= _LONGEST_MARK else None
    if not found:
        return None
    date = next(find_dates(found.group()), None)
    return date.value if date else line.strip()[found.start("how"):found.end("how")]
