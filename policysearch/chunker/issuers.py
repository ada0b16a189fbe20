"""Who issued a document and when: letterhead, order, signature, note of adoption, title."""
import re
from collections.abc import Sequence
from typing import NamedTuple

from policysearch.chunker.boilerplate import body_names, date_at_end, date_in, is_body_name
from policysearch.chunker.dates import find_dates
from policysearch.chunker.kinds import kind_of_title
from policysearch.chunker.places import place_named
from policysearch.text.characters import HAN
from policysearch.text.folding import close_up, collapse_space, fold
from policysearch.text.sentences import is_ended

_MOST_LINES = 12
_ADOPTED = "通过|公布|发布|颁布|修订|修正|批准|施行|印发"
# a note of adoption: in brackets or by itself it begins with a date, or goes on with the next amendment
_YEAR = "[0-9一二三四五六七八九十百〇零○]{2,5}年"
_NOTE = re.compile(rf"[(（。\s]*(?:(?:中华)?民国)?\s*{_YEAR}|[(（\s]*根据{_YEAR}.*(?:修订|修正)[)）]?$")
_MEETING = re.compile(f"(?P<place>[{HAN}]{{0,12}}?)第[一二三四五六七八九十0-9]{{1,3}}届(?P<body>[{HAN}]{{0,8}}?人民代表大会(?:常务委员会)?)"
                      f"第?[{HAN}0-9]{{1,8}}?次(?:全体)?会议")
_BY_BODY = re.compile(f"(?P<body>[{HAN}、 ]{{2,40}}?)(?:第[{HAN}0-9]{{1,6}}次(?:常务|全体|部务|局务|主任)?会议|令第?[0-9一二三四五六七八九十百〇零]+号)?"
                      "(?:修正|修订|审议)?(?:公布|发布|颁布|制定|通过|印发)")
_PASSED_BY = re.compile(f"本[{HAN}]{{1,6}}经(?P<body>[{HAN}]{{2,20}}人民代表大会(?:常务委员会)?)(?:[{HAN}0-9]{{0,12}}次会议)?(?:审议)?通过")
_ORDER = re.compile(f"(?P<bodies>[{HAN} ]{{2,60}}?)(?:令|公告|通告)\\s*(?:[(（〔\\[第0-9].*)?$")
_OFFICE = "主席|总理|部长|主任|省长|市长|区长|县长|州长|局长|署长|行长|院长|检察长|审计长|会长|校长|长"
_PERSON = re.compile(rf"[{HAN}\s]{{0,20}}(?:{_OFFICE})\s*[:：]?\s*[{HAN}·\s]{{2,8}}$")
# a title begins with the body, before what it does or the year it speaks of
_BEFORE_SUBJECT = re.compile(
    f"^(?P<bodies>[{HAN}、 ]{{2,100}}?(?:等[0-9一二三四五六七八九十]*个?(?:部门|单位|部委|机关))?)(?:关于|转发|批转|印发|发布|公布|颁发|颁布)")
_BEFORE_YEAR = re.compile(f"^(?P<bodies>[{HAN}]{{2,40}}) ?(?=(?:19|20)[0-9]{{2}} ?年|[一二][〇零○一二三四五六七八九]{{3}}年)")
_AND_OTHERS = re.compile("等[0-9一二三四五六七八九十]*个?(?:部门|单位|部委|机关)$")
# the title of what a body announces is its name and the kind: 立法会议程
_BEFORE_KIND = re.compile(f"^(?P<bodies>[{HAN}]{{2,40}}?)(?:公告|通告|布告|通报|通知|公报|议程|令)$")
_ISSUED_ON = re.compile(f"本[{HAN}]{{1,8}}(?:于|是)(?P<date>[^。,]{{6,20}}?)(?:由[{HAN}]{{2,30}})?(?:发布|公布|颁布|印发|通过)")
# bodies whose names begin with no place
_NATIONAL = re.compile("国务院|中共|中央|国家|全国|中国|最高人民|行政长官")
_SCHOOL = re.compile(f"[{HAN}]{{2,16}}?(?:大学|学院|中学|小学|学校)")
_STATE = re.compile("^中华人民共和国(?=国务院)")


class Signature(NamedTuple):
    """Who signs, and the date below: `bodies` is empty where a person signs or a date stands alone."""

    bodies: tuple[str, ...]
    date: str


def letterhead(front: Sequence[str]) -> str | None:
    """The bodies of a letterhead: …文件, on one line or above one another."""
    for at, line in enumerate(front):
        close = close_up(line)
        if fold(close).endswith("文件"):
            own = body_names(close[:-2])
            if (own or close == "文件") and (names := _names_above(front, at, own)):
                return "、".join(names)
    return None


def ordering_body(front: Sequence[str]) -> str | None:
    """The bodies of an order or announcement: 上海市人民政府令, 国家发展和改革委员会 商务部令第2号.

    The head of state signs laws that the congress has passed, so an order of 主席 names no issuer.
    """
    for at, line in enumerate(front):
        found = _ORDER.fullmatch(close_up(line).strip("（()）"))
        if not found or "关于" in fold(line):
            if close_up(line) == "令" and (above := _names_above(front, at)):
                return "、".join(above)
            continue
        names = body_names(found["bodies"])
        if names and not names[-1].endswith("主席"):
            return "、".join(_STATE.sub("", name) for name in _names_above(front, at, names))
    return None


def signature(lines: Sequence[str], first: int = 0) -> Signature | None:
    """The first signature in `lines` from `first` on: bodies or a person straight above a date, or before it on its line, or
    a date alone."""
    for at in range(first, len(lines)):
        line = lines[at]
        if "印发" in line:
            # the colophon says who printed the document
            continue
        if (ending := date_at_end(line)) and (names := body_names(ending[0])):
            return Signature(tuple(_names_above(lines, at, names)), ending[1])
        if (date := date_in(line)) is None:
            continue
        names = _names_above(lines, at)
        if names or (at and _PERSON.fullmatch(fold(close_up(lines[at - 1])))) or not re.search(_ADOPTED, fold(line)):
            return Signature(tuple(names), date)
    return None


def adoption(lines: Sequence[str]) -> Signature | None:
    """What the notes of adoption below a title say: the body that first passed or issued the text, the latest date.

    A body that only approved it (批准) is not its issuer.
    """
    body = None
    dates: list[str] = []
    for at, line in enumerate(lines):
        note = line if _is_note(line) else line + "".join(lines[at + 1:at + 2])
        if not _is_note(note):
            continue
        # what an amendment is called says nothing of this text
        folded = re.sub("《[^》]*》|〈[^〉]*〉", lambda found: "·" * len(found.group()), fold(note))
        for date in find_dates(folded):
            dates.append(date.value)
            body = body or _adopting_body(note[date.end:].lstrip(" \u3000)）、，"))
    return Signature((body,) if body else (), max(dates)) if dates else None


def passed_by(lines: Sequence[str]) -> str | None:
    """The congress of which a text itself says that it passed it: 本条例经上海市人民代表大会常务委员会通过."""
    for line in reversed(lines):
        if "人民代表大会" in line and (found := _PASSED_BY.search(line)):
            return found["body"]
    return None


def issued_on(lines: Sequence[str]) -> str | None:
    """The date on which a text itself says that it was issued: 本标准于2003年7月14日发布."""
    for line in lines:
        found = _ISSUED_ON.search(line)
        if found and (date := next(find_dates(found["date"]), None)):
            return date.value
    return None


def byline(front: Sequence[str]) -> str | None:
    """Bodies alone on a line beside a title."""
    for at, line in enumerate(front):
        beside = [other for other in front[max(0, at - 1):at + 2] if other != line]
        if any(map(kind_of_title, beside)) and (names := body_names(line)):
            return "、".join(names)
    return None


def body_in_title(title: str | None, front: Sequence[str]) -> str | None:
    """The bodies that the title begins with, as printed; of a school's own rules the school."""
    if not title:
        return None
    folded = fold(title)
    found = _BEFORE_SUBJECT.match(folded)
    if found:
        bodies = title[:found.end("bodies")].strip()
        return bodies if body_names(_AND_OTHERS.sub("", bodies)) else None
    found = _BEFORE_YEAR.match(folded)
    if found and is_body_name(found["bodies"]) and (place_named(found["bodies"]) or _NATIONAL.match(found["bodies"])):
        return title[:found.end("bodies")]
    found = _BEFORE_KIND.match(folded)
    if found and is_body_name(found["bodies"]):
        return title[:found.end("bodies")]
    found = _SCHOOL.match(folded)
    if found and any("校务会议" in fold(line) or "校长办公会" in fold(line) for line in front):
        return title[:found.end()]
    return None


def listed(names: str) -> str:
    """Bodies stated beside the text, with any mark between them, joined by 、."""
    parts = [collapse_space(part) for part in re.split("[,，;；、]", names)]
    return "、".join(part for part in parts if part)


def _adopting_body(said: str) -> str | None:
    folded = fold(said)
    meeting = _MEETING.match(folded)
    if meeting:
        return said[:meeting.end("place")] + said[meeting.start("body"):meeting.end("body")]
    found = _BY_BODY.match(folded)
    body = said[:found.end("body")].strip() if found else ""
    return _STATE.sub("", body) if is_body_name(body) and not re.search("第.{1,3}届", body) else None


def _is_note(line: str) -> bool:
    return (len(line) <= 600 and bool(_NOTE.match(fold(line))) and bool(re.search(_ADOPTED, fold(line)))
            and any(find_dates(line)) and (not is_ended(line) or line.startswith(("（", "("))))


def _names_above(lines: Sequence[str], at: int, own: Sequence[str] = ()) -> list[str]:
    """The bodies named in the lines straight above the line at `at`, also where a long name is broken over two, and its
    `own`."""
    names = list(own)
    above = at - 1
    while above >= max(0, at - _MOST_LINES) and (found := body_names(lines[above])):
        names = found + names
        above -= 1
    if len(names) == 1 and above >= 0 and _is_broken(lines[above], lines[:above], names[0]):
        names = [close_up(lines[above]) + names[0]]
    return names


def _is_broken(first: str, above: Sequence[str], rest: str) -> bool:
    """Whether a line is the first half of a name: whole, it is named further above."""
    whole = fold(close_up(first)) + fold(rest)
    is_plain = re.fullmatch(f"[{HAN}]{{4,40}}", fold(close_up(first)))
    return bool(is_plain) and any(whole in fold("".join(line.split())) for line in above)
