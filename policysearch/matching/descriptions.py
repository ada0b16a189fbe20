"""What a text says of a document before its kind: year, place and subject, as in 宝山区2022年工作要点."""
import re

from policysearch.matching.name_table import Document

# kinds that are words of running text as well: what stands before them must say enough
WORDS = frozenset("规定 意见 办法 通知 方案 制度 标准 计划 措施 程序 合同 报告 总结 解释 决定 公告 通告 目录 规则 函 契约 规范 清单 要点".split())
# kinds that are names by themselves
ALONE = frozenset(("政府工作报告", "施政报告"))
_WINDOW = 24
# characters of a title that are enough with the kind alone, and the most that are looked for at once
_LEAST_SUBJECT, _LONGEST_SUBJECT = 4, 20
_GLUE = re.compile("[的年度关于市区县省、]+$")


def described(text: str, end: int, document: Document, kind: str, is_noun: bool) -> tuple[int, int]:
    """How much of what stands before the kind, at `end`, describes a document, and where that begins."""
    at = end
    low = max(0, end - _WINDOW)
    year = place = subject = 0
    while at > low:
        before = text[low:at]
        said = re.search("((?:19|20)[0-9]{2})年?度?的?$", before)
        if said:
            if document.year != int(said[1]) and said[1] not in document.title:
                return 0, end
            year, at = 1, low + said.start()
            continue
        stem = next((stem for stem in stems(document.place) if re.search(f"{stem}[市区县省]?的?$", before)), None)
        if stem:
            place, at = 1, low + before.rindex(stem)
            continue
        glue = _GLUE.search(before)
        # 土地承包法 ends the title of a law; a law is not described by words in it
        behind = kind if kind == "法" else ""
        length = next((length for length in range(min(len(before), _LONGEST_SUBJECT), 1, -1)
                       if before[-length:] + behind in document.title and not text[at - length].isdigit()), 0)
        if length:
            subject, at = subject + length, at - length
            continue
        if not glue or at == end:
            break
        at = low + glue.start()
    if kind in ALONE:
        return 1 + 10 * (year + place) + subject, at
    enough = 2 if kind in WORDS else 0
    if (year or place) and subject >= enough and (year + place + (subject > 1) > 1 or kind not in WORDS):
        return 10 * (year + place) + subject, at
    return (subject, at) if subject >= _LEAST_SUBJECT and is_noun else (0, end)


def stems(place: str | None) -> list[str]:
    """The ways to say a place: 上海市宝山区, 宝山区, 宝山."""
    if not place:
        return []
    last = re.split("(?<=[省市县])(?=.{2})", place)[-1]
    short = re.sub("[省市区县]$", "", last)
    return list(dict.fromkeys(name for name in (place, last, short) if len(name) > 1))
