"""Where the last item of a document ends: before the signature, the date, the attachments, the page around it."""
import re
from collections.abc import Sequence

from policysearch.chunker.boilerplate import body_names, date_at_end, date_in, is_body_name, is_page_line
from policysearch.chunker.labels import Label
from policysearch.text.characters import HAN
from policysearch.text.sentences import is_ended

# 附件, 附件1, 附件一：标题, 附錄 A, Annex II; not 附件1所列, which is running text
ANNEX = re.compile(r"(?:附\s*[件录錄表图圖]\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[A-ZＡ-Ｚ])?|附(?=\s*[：:])"
                   r"|(?i:annex|appendix)(?:\s*[0-9]{1,2}|\s+[A-Z]{1,4})?)\s*(?:[：:.．、]|$|(?<=\s)|(?=[（(]))")
_FIRST_ANNEX = re.compile(ANNEX.pattern + r"\s*[1１]\s*[.．、]")
_ONE = re.compile("[1１一]")
_FILE_NAME = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|ofd|jpg|png)$", re.IGNORECASE)
_NOTES = re.compile(r"(?:注释?|注釋|註釋?|附注|附註|备注|備註|资料来源|資料來源|填表说明|填表說明|名词解释|名詞解釋)\s*[：:]?")
_FIRST_NOTE = re.compile(_NOTES.pattern + r"\s*[1１]\s*[.．、]")
# where the parties sign
_PARTIES_SIGN = re.compile("立(?:契约|契約|合同)(?:书|書)?人\\s*[：:]")
# what stands below the last item
_COLOPHON = re.compile("|".join((
    # how the document is made public, to whom copies go, who printed it
    r"[（(]?(?:公开方式|公开属性|信息公开选项|信息公开形式|抄\s*送|分\s*送|主题词|主題詞|此件|本文有删减|印发机关)",
    ".{2,30}[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日印发$",
    # closing formulas
    f"(?:特此|专此|專此)[{HAN}]{{2,6}}[。！]?$", "此[复復令致][。！]?$",
    "以上(?:请示|意见|報告|报告|函).{0,20}(?:批示|批复|批覆|指示|审阅|复函)[。！]?$",
    # what comes into force, where that is no item of its own
    "本决定自.{2,30}(?:施行|实施|生效)[。.]$", "此外[，,]对.{0,30}(?:条文|序号|文字).{0,12}调整",
    # who was at a meeting, who signs a contract, who signs for another
    r"(?:出席|列席|缺席|请假|請假|记录|紀錄|記錄)(?:人员|人員|人)?\s*[：:]",
    _PARTIES_SIGN.pattern, r"(?:[甲乙丙]\s*方|法定代表人|授权代表|日期)\s*(?:[（(][^）)]{1,12}[）)])?(?:签章|簽章|签字|簽字|盖章|蓋章)?\s*[：:]",
    r"[（(]\S{2,8}代行[）)]$",
    # who speaks for a body, and how a speech ends
    f"[{HAN}]{{0,10}}(?:[省市縣县區区镇鎮鄉乡州局部院廳厅處处]长|[市縣區鄉鎮局部院廳處]長|主任|主席|总理|總理|秘书长?|秘書長?)\\s*[{HAN}]{{0,4}}$",
    "(?:同志们|各位代表|各位委员|谢谢大家)[，！。]", "[（(]根据录音整理",
    # notes
    f"{_NOTES.pattern}$", _FIRST_NOTE.pattern, "资料来源|資料來源", "本(?:指南|规范|标准|规程|导则)用词说明$", "①",
    # files to be loaded from a page
    r"【[^】]*(?:附件|下载|下載)[^】]*】$", r"[-*]?\s*\[[^\]]*\]\([^)]*\)$")))
# a closing paragraph says something; a shorter line may be one of a list
_CLOSING = 40


def uncounted(lines: Sequence[str], labels: Sequence[Label | None]) -> set[int]:
    """The places of the numbered lines that open nothing: annexes that are listed (2. and 3. below 附件：1.…, 1. and 2. below
    附件：), notes below 注：, and names of files."""
    places = {place for place, line in enumerate(lines) if _FILE_NAME.search(line)}
    for place, line in enumerate(lines):
        annex = ANNEX.match(line)
        if _NOTES.fullmatch(line):
            places.update(_counted_from(1, labels, place + 1, len(lines)))
        elif _FIRST_NOTE.match(line):
            places.update(_counted_from(2, labels, place + 1, len(lines)))
        elif annex and (_FIRST_ANNEX.match(line) or _ONE.search(annex.group())):
            places.update(_counted_from(2, labels, place + 1, place + 2))
        elif annex and annex.end() == len(line.rstrip()):
            listed = _counted_from(1, labels, place + 1, place + 2)
            behind = labels[listed[-1] + 1] if listed and listed[-1] + 1 < len(lines) else None
            # what is listed are titles, with nothing numbered below them
            if not (behind or any(is_ended(lines[following]) for following in listed)):
                places.update(listed)
    return places


def _counted_from(first: int, labels: Sequence[Label | None], start: int, latest: int) -> list[int]:
    """The places that count on from `first` in the style 1., the first of them before `latest`, with no other numbers
    between; where `latest` is the place behind `start`, they stand one straight behind another."""
    close = latest == start + 1
    found: list[int] = []
    for place in range(start, len(labels)):
        label = labels[place]
        if label and not label.weak and (label.style != "1." or label.ordinal != first + len(found)):
            break
        if label and label.style == "1." and label.ordinal == first + len(found):
            found.append(place)
        elif close:
            break
    return found


def tail_start(lines: Sequence[str], single: bool) -> int:
    """How many of `lines`, those of the last item, belong to it; the line of its number always does.

    The tail begins at the first line of a web page, of a signature (names of bodies above a date), at a date alone, or at
    the annexes. Where all other items are of a `single` paragraph, a whole paragraph behind one that has ended is
    the document's closing, not the item's.
    """
    end = next((place for place in range(1, len(lines)) if _is_no_text(lines, place)), len(lines))
    closing = lines[1:end]
    if single and closing and _is_closed(lines[0]) and all(_is_closed(line) and len(line) >= _CLOSING for line in closing):
        return 1
    return end


def is_signature(lines: Sequence[str], place: int) -> bool:
    """Whether the line at `place` is the name of a body that signs: only others stand between it and a date, on the same
    line or below."""
    if (ending := date_at_end(lines[place])) and body_names(ending[0]):
        return True
    if not is_body_name(lines[place]):
        return False
    return any(date_in(line) for line in _behind_names(lines, place))


def lists_aside(line: str) -> bool:
    """Whether what is numbered on this line is no part of the text: 附件：1.…, 注：1.…"""
    return ANNEX.match(line) is not None or _NOTES.match(line) is not None


def ends_contract(line: str) -> bool:
    """Whether the parties of a contract sign on this line and below."""
    return _PARTIES_SIGN.match(line) is not None


def _is_no_text(lines: Sequence[str], place: int) -> bool:
    line = lines[place]
    return (is_page_line(line) or date_in(line) is not None or ANNEX.match(line) is not None
            or _COLOPHON.match(line) is not None or is_signature(lines, place))


def _behind_names(lines: Sequence[str], place: int) -> Sequence[str]:
    while place < len(lines) and is_body_name(lines[place]):
        place += 1
    return lines[place:place + 1]


def _is_closed(line: str) -> bool:
    return is_ended(line) and not line.rstrip().endswith(("：", ":"))
