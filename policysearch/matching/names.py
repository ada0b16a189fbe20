"""The documents that a text names, and the articles: 《劳动合同法》第二十三条, 根据民诉法, 宝山区2022年工作要点, 国办发〔2018〕123号.

A name counts only where it is specific: a title or a form of one that the index holds (`title_names`), standing for itself
and not for a part of something longer. Where the index leaves a choice, all documents of the name are meant, the fewer of
them the more the text says: a year or a place beside the name keeps the documents of that year or place.
"""
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from policysearch.chunker.kinds import kinds_in
from policysearch.matching.abbreviations import abbreviated
from policysearch.matching.descriptions import ALONE, WORDS, described, stems
from policysearch.matching.name_table import ABBREVIATED, Document, NameTable
from policysearch.matching.title_names import kind_of
from policysearch.models import Span
from policysearch.query.values import parse_item_number
from policysearch.text.characters import QUOTES, is_han
from policysearch.text.doc_numbers import doc_number_at, find_any_doc_number, find_doc_number
from policysearch.text.folding import Folded, comparable
from policysearch.text.numerals import NUMERAL
from policysearch.text.units import cuts_run

# a name that means more is a topic: it is left to the ranking of words
_MOST_TITLES, _MOST_DESCRIBED, _MOST_ITEMS = 20, 5, 5_000
_LONGEST_NAME = 120
# in a longer text only whole names and 文号 are looked for, in time that grows as the text does
_LONGEST_QUESTION = 300
# words for kinds that are tried as descriptions; a question has few
_MOST_KINDS = 12
# how long a name must be: what stands before a word of running text (WORDS), before another kind, and without a kind
_BEFORE_WORD, _BEFORE_KIND, _WITHOUT_KIND = 4, 1, 6
_LONGEST_BODY = 6
# 法 as the beginning of another word: 公司法人, 劳动法律, 公司法定代表人, but 劳动合同法规定, 合同法定义
_OTHER_WORD = ("人(?!民)|定(?!义)|规(?!定|范)|制(?!定|度)|学(?!习|生|校)|医(?!疗|生|院)|理(?!解|赔)|案(?!件|例|由)|务(?!工|必)|系(?!统)"
               "|[律院官庭治令盲警度则典家]")
# 办法, 合法, 违法 and the like are no laws
_NO_LAW = frozenset("办方违合执司立做看想说非守依用手无书语疗打算枉犯民典")
# what makes another document of a name, one that the index does not hold
_GOES_ON = "的?(?:司法)?解释|实施(?:条例|细则|办法|规定|意见|方案)|施行(?:法|细则)|修正案|草案|释义"
_ELSEWHERE = "(?:[美英法德俄韩]国|日本|台湾|香港|澳门|欧盟|外国|国外)的?$"
# no more than a way to say that something stands in a document
_LEADS = "(?:根据|按照|依据|依照|参照|关于|请问|在|按|据|依|我国|中国|现行|最新|新版|新|的|和|与|及|、|，)+$"
_TRAILS = "(?:(?:的?相关|的?有关)?的?(?:规定|要求)的?|之?中|里[面头]?|上|当中|对于?|关于|是?(?:怎么|如何)规定的?|的)+"
_ARTICLES = f"第?([{NUMERAL}]+|[0-9]+)条(?:之([{NUMERAL}]))?(?:第?(?:[{NUMERAL}]+|[0-9]+)[款项])*"
_YEAR = "(?<![0-9])((?:19|20)[0-9]{2})年?度?(?![0-9])"
_MARKS = frozenset(QUOTES + "（）()")


class Mention(NamedTuple):
    """One name in a text: the documents it may mean, the values of the articles said with it, and where it stands."""

    documents: tuple[Document, ...]
    articles: frozenset[str]
    spans: tuple[Span, ...]


class Reading(NamedTuple):
    """What a text names, and the `rest` of it: the same characters, with spaces for the names and what leads to them."""

    mentions: tuple[Mention, ...]
    rest: str


def read_names(text: str, table: NameTable, is_word: Callable[[str], bool]) -> Reading:
    """The documents of an index that `text` names. `is_word` says whether the index's dictionary has a word."""
    return _Reader(text, table, is_word).read()


class _Found(NamedTuple):
    """A name in comparable text; `others` may be meant too where a year and a place say so, at places `beside` it."""

    start: int
    end: int
    documents: Sequence[Document]
    others: Sequence[Document] = ()
    beside: tuple[tuple[int, int], ...] = ()


class _Reader:
    def __init__(self, text: str, table: NameTable, is_word: Callable[[str], bool]) -> None:
        self._original = text
        self._folded: Folded = comparable(text)
        self._text = self._folded.text
        self._table = table
        self._is_word = is_word

    def read(self) -> Reading:
        found = list(self._numbers())
        found += self._outside(found, self._names())
        if len(self._text) <= _LONGEST_QUESTION:
            found += self._outside(found, self._abbreviations())
            found += self._outside(found, self._descriptions())
        specific = [self._narrowed(one) for one in sorted(found)]
        specific = [one for one in specific if _is_specific(one.documents)]
        articles = self._articles(specific) if specific else []
        mentions = [Mention(tuple(one.documents), frozenset(value for value, _, _, owner in articles if owner == number),
                            tuple(self._span(*place) for place in ((one.start, one.end), *one.beside)))
                    for number, one in enumerate(specific)]
        taken = [place for one in specific for place in ((one.start, one.end), *one.beside)]
        return Reading(tuple(mentions), self._rest([*taken, *((start, end) for _, start, end, _ in articles)]))

    def _numbers(self) -> Iterator[_Found]:
        """The 文号 that documents of the index bear."""
        at = 0
        while span := find_any_doc_number(self._text[at:]):
            start, end = at + span.start, at + span.end
            for begin in range(start, end):
                number = doc_number_at(self._text, begin)
                documents = self._table.numbered(number.key) if number else []
                if number and documents and any(each.start == number.start
                                                for each in find_doc_number(number.key, self._text)):
                    yield _Found(number.start, number.end, documents)
                    end = number.end
                    break
            at = end

    def _names(self) -> Iterator[_Found]:
        """From left to right, the longest names that stand for themselves."""
        at = 0
        while at < len(self._text):
            name = self._table.longest_name(self._text[at:at + _LONGEST_NAME])
            while name and not self._stands(at, at + len(name), name):
                name = self._table.longest_name(name[:-1])
            if name:
                undated = re.sub(_YEAR, "", name)
                others = self._table.named(undated) if undated not in ("", name) else ()
                yield _Found(at, at + len(name), self._table.named(name), others)
            at += max(1, len(name))

    def _stands(self, start: int, end: int, name: str) -> bool:
        """Whether a name is no chance part of something longer, and long enough to be one."""
        if cuts_run(self._text, start) or cuts_run(self._text, end):
            return False
        kind = kind_of(name)
        before = len(re.sub(f"[{NUMERAL}]+$", "", name)) - len(kind or "")
        if self._original[:self._folded.positions[start]].endswith(("《", "〈")):
            long_enough = before > 0 or kind is None
        elif kind is None:
            long_enough = name.endswith("法典") or len(name) >= _WITHOUT_KIND
        elif not before:
            long_enough = kind in ALONE
        else:
            long_enough = before >= (_BEFORE_WORD if kind in WORDS else _BEFORE_KIND)
        return long_enough and not self._reaches_in(start, end) and not self._goes_on(end)

    def _reaches_in(self, start: int, end: int) -> bool:
        """Whether the text before a name makes another of it: 社会保险法 is not 保险法, nor 德国民法典 民法典."""
        if self._gap(start):
            return False
        if re.search(_ELSEWHERE, self._text[max(0, start - 5):start]):
            return True
        # of two characters, a word may well be made by chance: 新民 in 新民法典
        return any(self._is_word(self._text[first:last]) for first in range(max(0, start - 4), start)
                   for last in range(start + 1, min(first + 6, end + 1)) if last - first > 2)

    def _goes_on(self, end: int) -> bool:
        """Whether the text behind a name makes another word of its end: 公司法人, 劳动法律, or another document."""
        behind = self._text[end:end + 10]
        if self._gap(end) or not is_han(behind[:1]):
            return False
        if re.match(_GOES_ON, behind):
            return True
        return self._text[end - 1] == "法" and bool(re.match(_OTHER_WORD, behind))

    def _abbreviations(self) -> Iterator[_Found]:
        """Abbreviations by the first characters of words: 民诉法, 消保法, 医保条例. Only one document may fit best."""
        for kind in ABBREVIATED:
            for found in re.finditer(kind, self._text):
                if kind == "法" and self._text[found.start() - 1:found.start()] in _NO_LAW:
                    continue
                for start in range(max(0, found.start() - _LONGEST_BODY), found.start() - 1):
                    body = self._text[start:found.start()]
                    name = abbreviated(body, kind, self._table, self._is_word) if all(map(is_han, body)) else None
                    if name:
                        # 民诉法解释 is 民事诉讼法解释
                        whole = self._table.longest_name(name + self._text[found.end():found.end() + _LONGEST_NAME])
                        end = found.end() + len(whole) - len(name)
                        if not self._goes_on(end):
                            yield _Found(start, end, self._table.named(whole))
                        break

    def _descriptions(self) -> Iterator[_Found]:
        """Documents of a kind that a text describes by year, place and subject: 宝山区2022年工作要点."""
        of_kind: dict[str, list[Document]] = {}
        laws = (Span(*found.span()) for found in re.finditer("法", self._text)
                if self._text[found.start() - 1:found.start()] not in _NO_LAW)
        for span in (*islice(kinds_in(self._text), _MOST_KINDS), *islice(laws, _MOST_KINDS)):
            kind = self._text[span.start:span.end]
            if self._goes_on(span.end):
                continue
            is_noun = kind not in WORDS or self._gap(span.end) or self._text[span.end] in "里中第"
            best: list[tuple[int, int, Document]] = []
            if kind not in of_kind:
                of_kind[kind] = list(self._table.of_kind(kind))
            for document in of_kind[kind]:
                points, start = described(self._text, span.start, document, kind, is_noun)
                if points:
                    best.append((points, start, document))
            if best:
                most = max(points for points, _, _ in best)
                chosen = [one for one in best if one[0] == most]
                if len({document.title for _, _, document in chosen}) <= _MOST_DESCRIBED:
                    yield _Found(min(start for _, start, _ in chosen), span.end, [document for _, _, document in chosen])

    def _narrowed(self, found: _Found) -> _Found:
        """The documents of a year and of a place that the text says, where there are such; all others are not meant."""
        documents, beside = list(dict.fromkeys((*found.documents, *found.others))), []
        for said in re.finditer(_YEAR, self._text):
            kept = [document for document in documents if document.year == int(said[1])]
            if kept:
                documents = kept
                beside.append(said.span())
        placed = [(len(stem), stem, document) for document in documents for stem in stems(document.place)
                  if stem in self._text]
        if placed:
            longest, stem, _ = max(placed)
            documents = [document for length, _, document in placed if length == longest]
            place = self._text.index(stem)
            beside.append((place, place + longest))
        else:
            documents = [document for document in documents if document in found.documents] or documents
        apart = tuple((start, end) for start, end in beside if end <= found.start or found.end <= start)
        return found._replace(documents=documents, beside=apart)

    def _articles(self, names: Sequence[_Found]) -> list[tuple[str, int, int, int]]:
        """The values of the articles, where they stand, and the number of the name they belong to: the last one before."""
        articles = []
        for found in re.finditer(_ARTICLES, self._text):
            if cuts_run(self._text, found.start()):
                continue
            owners = [number for number, name in enumerate(names) if name.end <= found.start()]
            inside = any(name.start < found.end() and found.start() < name.end for name in names)
            # without 第 it must stand beside the name: 劳动法38条
            beside = owners and not self._text[names[owners[-1]].end:found.start()].strip("》〉”」 ")
            if inside or not (found.group().startswith("第") or beside):
                continue
            number = parse_item_number(f"第{found[1]}条" + (f"之{found[2]}" if found[2] else ""))
            if number:
                articles.append((number.value, found.start(), found.end(), owners[-1] if owners else 0))
        return articles

    def _rest(self, places: Iterable[tuple[int, int]]) -> str:
        kept = list(self._original)
        for start, end in places:
            lead = re.search(_LEADS, self._text[max(0, start - 8):start])
            first, last = start - len(lead.group()) if lead else start, self._behind(end)
            first, last = self._span(first, last)
            # the marks around a name go with it
            while first and self._original[first - 1] in _MARKS:
                first -= 1
            while last < len(kept) and self._original[last] in _MARKS:
                last += 1
            kept[first:last] = " " * (last - first)
        return "".join(kept)

    def _behind(self, end: int) -> int:
        """Where what says no more than that something stands in a document ends behind its name."""
        trail = re.compile(_TRAILS).match(self._text, end)
        if not trail:
            return end
        # 中医 begins with no 中
        begun = not self._gap(trail.end()) and self._is_word(self._text[trail.end() - 1:trail.end() + 1])
        return trail.end() - 1 if begun and trail.group()[-1] in "中里上对" else trail.end()

    def _outside(self, taken: Iterable[_Found], found: Iterable[_Found]) -> list[_Found]:
        return [one for one in found if not any(other.start < one.end and one.start < other.end for other in taken)]

    def _span(self, start: int, end: int) -> Span:
        positions = self._folded.positions
        return Span(positions[start], positions[end - 1] + 1)

    def _gap(self, place: int) -> bool:
        """Whether no Han character, letter or digit stands before a place, but a mark, a space or nothing."""
        if place in (0, len(self._text)):
            return True
        return bool(self._between(place)) or not (self._text[place - 1].isalnum() and self._text[place].isalnum())

    def _between(self, place: int) -> str:
        """What is passed over before a place."""
        positions = self._folded.positions
        first = positions[place - 1] + 1 if place else 0
        last = positions[place] if place < len(self._text) else len(self._original)
        return self._original[first:last]


def _is_specific(documents: Sequence[Document]) -> bool:
    return (0 < len({document.title for document in documents}) <= _MOST_TITLES
            and sum(document.stop - document.first for document in documents) <= _MOST_ITEMS)
