"""The title of a document: the title line printed nearest above its body, however many lines it is printed over."""
import re
from collections.abc import Sequence

from policysearch.chunker.boilerplate import body_names, date_in, is_page_line
from policysearch.chunker.dates import find_dates
from policysearch.chunker.kinds import kind_of_title
from policysearch.chunker.own_numbers import is_order_head
from policysearch.chunker.places import place_named
from policysearch.text.data_lines import data_line
from policysearch.text.doc_numbers import parse_doc_number
from policysearch.text.folding import close_up, fold
from policysearch.text.sentences import is_ended

_LONGEST_TITLE = 150
_LONGEST_HALF = 90
_MOST_LINES = 5
# running text, as opposed to 特此通知。
_RUNNING = 20
# marks of breadcrumbs, menus and data lines of a page
_NOT_IN_TITLE = re.compile("[>|｜：:=]|>>|»")
_NO_TITLE = re.compile("目录$|附[件录]|[(（].*[)）]$|(?:根据|依照|按照|经)[0-9]{4}年")
_CONTINUES = re.compile("[及和与的、暨]")
_GOES_ON = re.compile("[的和与及或、对为在“《(]$")
_SUBJECT = re.compile("关于|印发|转发|批转|发布|公布")
# what is printed in brackets below a title and belongs to it
_SUBTITLE = re.compile(r"[(（](?:试行|暂行|草案|修订|修正|征求意见稿|送审稿|[0-9]{4}\s*[-—–－~至]+\s*[0-9]{4}年?|[0-9]{4}年(?:版|修订|修正)?)[)）]$")
_REPRINT = re.compile(r"^[（(【\[]转[载发][）)】\]]\s*")
_ENCLOSED = re.compile("(?:印发|转发|发布|公布)《?(.{4,}?)》?的(?:通知|公告|通告|决定|命令|函)$")
# how a letter hands over what it covers
_LETTER = re.compile("印发|转发|批转|公布|发布|下发|现将|执行|施行")
_LABEL_BEHIND = re.compile(r"\s+(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[、.．]")
# the mark of a footnote: 统计公报[1]
_NOTE_MARK = re.compile(r"\s?\[[0-9]{1,2}\]$")
_PAIRS = {"「": "」", "『": "』", "“": "”", "《": "》", "（": "）", "(": ")"}


def read_title(front: Sequence[str], stated: str | None, file_name: str) -> str | None:
    """The title in the lines before the first item, else the one `stated` beside the text, else the file's name where
    that ends as titles do. A covering letter and a page print theirs before that of the text they cover."""
    lines = [_NOTE_MARK.sub("", _LABEL_BEHIND.split(close_up(line))[0]) for line in front]
    stated = _REPRINT.sub("", stated) if stated else None
    place = next((place for place in range(len(lines) - 1, -1, -1) if _may_be_title(lines[place])
                  and not is_order_head(lines, place) and not _is_subheading(lines, place)), None)
    if place is None:
        named = file_name if kind_of_title(file_name) else None
        return _headline(lines, stated) or stated or named
    if stated and _bare(stated).endswith(_bare(lines[place])):
        return close_up(stated)
    title = _whole(lines, place)
    # the letter that puts a text into force is no title of it where that has one of its own
    enclosed = _ENCLOSED.search(title)
    own = [line for line in (*lines, stated or "") if enclosed and _bare(line) == _bare(enclosed[1])]
    return _without_lone_marks(own[0] if own else title)


def _may_be_title(line: str) -> bool:
    if is_ended(line) or _NOT_IN_TITLE.search(line) or _NO_TITLE.match(line) or parse_doc_number(line):
        return False
    if len(line) > _LONGEST_TITLE or kind_of_title(line) is None or any(date.start == 0 for date in find_dates(line)):
        return False
    return len(line) >= 4 or kind_of_title(line) == fold(line)


def _is_subheading(lines: Sequence[str], place: int) -> bool:
    """Whether the line heads a part of the text: it stands below a paragraph that is not that of a covering letter."""
    above = lines[place - 1] if place else ""
    if not is_ended(above) or len(above) < _RUNNING or any(date_in(line) for line in lines[:place]):
        return False
    return not _LETTER.search(fold(above))


def _whole(lines: Sequence[str], place: int) -> str:
    """The title that ends on the line at `place`, with the lines that it begins on and what is in brackets below it."""
    first = place
    title = lines[place]
    while 0 < first > place - _MOST_LINES + 1 and _begins(lines[first - 1], title, lines[:first - 1]):
        first -= 1
        title = lines[first] + title
    following = lines[place + 1] if place + 1 < len(lines) else ""
    return title + following if _SUBTITLE.match(following) else title


def _begins(before: str, title: str, above: Sequence[str]) -> bool:
    """Whether the line `before` is the beginning of the `title` that goes on below it."""
    if not before or len(before) > _LONGEST_HALF or is_ended(before) or before.endswith(("文件", "令")):
        return False
    if _NOT_IN_TITLE.search(before) or _NO_TITLE.match(before) or date_in(before) or parse_doc_number(before):
        return False
    names = bool(body_names(before))
    if _SUBJECT.match(title):
        return names or bool(_SUBJECT.search(before)) and kind_of_title(before) is None
    if _CONTINUES.match(title) or _GOES_ON.search(before) or _bare(before + title) in _bare("".join(above)):
        return True
    if names:
        return kind_of_title(title) == fold(title)
    if kind_of_title(before):
        return False
    begins_itself = place_named(title) or title.startswith(("中华人民共和国", "《", "“")) or body_names(title)
    return bool(_SUBJECT.search(before)) or (bool(place_named(before)) and not begins_itself)


def _headline(lines: Sequence[str], stated: str | None) -> str | None:
    """A first line that is known for the title by what stands below or beside it, though it names no kind."""
    first = next((line for line in lines if not is_page_line(line)), "")
    following = lines[1] if len(lines) > 1 else ""
    if not 4 <= len(first) <= _LONGEST_TITLE or is_ended(first) or data_line(first) or re.search("[>|»=]", first):
        return None
    return first if data_line(following) or (stated and _bare(stated) == _bare(first)) else None


def _without_lone_marks(title: str) -> str:
    """The title without a bracket or quotation mark whose partner is missing."""
    for opening, closing in _PAIRS.items():
        if title.count(opening) == 1 and closing not in title:
            title = title.replace(opening, "")
        elif title.count(closing) == 1 and opening not in title:
            title = title.replace(closing, "")
    return title


def _bare(text: str) -> str:
    return "".join(fold(text).split())
