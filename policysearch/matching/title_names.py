"""The names by which people call a document, made from its title.

A title as printed, 最高人民法院关于审理民间借贷案件适用法律若干问题的规定, is seldom what is typed. Every name here is the title with
something left out that says who, where, when or in which version, and for interpretations of law what is common to all:
民间借贷司法解释. Which of them is specific enough, and for how many documents, is for `names` to decide.
"""
import re
from collections.abc import Iterator
from typing import NamedTuple

from policysearch.chunker.kinds import kind_of_title
from policysearch.chunker.places import place_named
from policysearch.query.values import parse_item_number
from policysearch.text.characters import SPACE
from policysearch.text.folding import comparable_term, fold
from policysearch.text.numerals import NUMERAL

STATE = "中华人民共和国"
# patterns for titles and questions, which a plain search has none of, are left to the cache of re
# records of single articles carry the article behind the title of their law
_ARTICLE = f"第(?:[{NUMERAL}]+|[0-9]+)条(?:之[{NUMERAL}])?"
_BETWEEN = f"[{SPACE}·:,、—-]*"
# its chapter may stand before the article, and its paragraph and heading behind it: 第二章第八条第一款【试用期】
_BEHIND_TITLE = (
    f"{_BETWEEN}(?:第[{NUMERAL}0-9]+[编章节]{_BETWEEN})*(?P<article>{_ARTICLE})(?:第[{NUMERAL}0-9]+[款项])*"
    rf"(?:{_BETWEEN}[【\[(（].*[】\])）]|[{SPACE}]+(?!的)\S.*)?$|(?<=[^{NUMERAL}第])[{NUMERAL}]{{1,4}}、$")
# the number of an interpretation belongs to its name; what says the version does not
_VERSION = f"[（(](?![{NUMERAL}]{{1,3}}[)）])[^（()）]*[)）]$|(?:试行|暂行)?(?:全文)?$"
_YEAR = "^(?:关于)?(?:(?:19|20)[0-9]{2})(?:[-—至](?:19|20)[0-9]{2})?年度?|(?:(?:19|20)[0-9]{2})年度?"
_ENCLOSED = "(?:印发|转发|发布|公布|批转)(?P<name>.{4,}?)的(?:通知|公告|通告|决定|命令|函)$"
_SUBJECT = "^.*?关于(?P<subject>.+)$"
_COURT = ("^最高人民(?:法|检察)院.*?关于(?:审理|办理|适用|在|涉及|处理)*(?P<core>.+?)"
          "(?:案件)?(?:中)?(?:具体)?(?:(?:适用|应用)法律(?:的)?)?(?:若干)?(?:问题)?的?(?:若干)?"
          f"(?P<kind>解释|规定)(?P<part>[{NUMERAL}]*)$")
# 民法典婚姻家庭编 is also called 婚姻家庭编, 民法典有关担保制度 also 担保制度
_BOOK = "^民法典(?:有关|关于)?(?P<book>.{2,})$"
_LEAST = 2


class Base(NamedTuple):
    """A title without the article that a record of one article carries behind it, and the value of that article."""

    title: str
    article: str | None


def base_of(title: str) -> Base:
    """What of the title of a record names its document.

    >>> base_of("中华人民共和国刑法第一百二十条之一")
    Base(title='中华人民共和国刑法', article='120-1')
    >>> base_of("劳动合同法 第二章 第二十三条 【竞业限制】")
    Base(title='劳动合同法', article='23')
    """
    found = re.search(_BEHIND_TITLE, fold(title))
    if not found or found.start() < _LEAST:
        return Base(title, None)
    number = parse_item_number(found["article"] or found.group())
    return Base(title[:found.start()], number.value if number and number.article else None)


def article_beginning(text: str) -> str | None:
    """The value of the 第…条 that `text` begins with.

    >>> article_beginning("第三条　除另有规定外"), article_beginning("三、第三条")
    ('3', None)
    """
    found = re.match(_ARTICLE, fold(text))
    number = parse_item_number(found.group()) if found else None
    return number.value if number else None


def names_of(title: str) -> list[str]:
    """The names of a document with this title, comparable, the title itself first.

    >>> names_of("中华人民共和国老年人权益保障法（2018年修正）")
    ['中华人民共和国老年人权益保障法(2018年修正', '中华人民共和国老年人权益保障法', '老年人权益保障法']
    >>> names_of("2022年宝山区卫生健康工作要点")
    ['2022年宝山区卫生健康工作要点', '宝山区卫生健康工作要点', '卫生健康工作要点']
    """
    names = [comparable_term(title).text]
    for name in _forms(re.sub(_VERSION, "", title, count=1)):
        comparable_name = comparable_term(name).text.strip("“”\"")
        if len(comparable_name) >= _LEAST and comparable_name not in names:
            names.append(comparable_name)
    return names


def _forms(title: str) -> Iterator[str]:
    text = comparable_term(title).text
    yield text
    enclosed = re.search(_ENCLOSED, text)
    if enclosed:
        yield from _forms(enclosed["name"])
        return
    text = text.removeprefix(STATE)
    yield text
    court = re.match(_COURT, text)
    if court:
        yield from _interpretations(**court.groupdict())
    undated = re.sub(_YEAR, "", text)
    yield undated
    yield undated.removeprefix(place_named(undated) or "")
    subject = re.match(_SUBJECT, undated)
    if subject:
        yield "关于" + subject["subject"]
        yield subject["subject"]


def _interpretations(core: str, kind: str, part: str) -> Iterator[str]:
    core = core.replace(STATE, "")
    book = re.match(_BOOK, core)
    for subject in dict.fromkeys((core, *((book["book"], f"民法典{book['book']}") if book else ()),
                                  re.sub("(?:民事|刑事|行政)?(?:纠纷)?(?:案件)?$", "", core))):
        for called in dict.fromkeys((kind, "司法解释", "的司法解释", "解释")):
            for number in dict.fromkeys((part, "")):
                yield subject + called + number


def kind_of(name: str) -> str | None:
    """The kind of document that a name ends with: 条例 of 工伤保险条例."""
    return kind_of_title(re.sub(f"[{NUMERAL}]+$", "", name))
