"""What web pages and signatures leave around a document: date lines, names of bodies, navigation."""
import re

from policysearch.chunker.dates import Dated, find_dates, is_time_of_day
from policysearch.text.characters import HAN, SPACE
from policysearch.text.folding import close_up, fold

_BEHIND_DATE = re.compile(rf"[)\s]*(?:[{HAN}]{{0,20}}(?:批准|通过|公布|发布|印发|修订|修正))?")

_BODY = re.compile(
    f"[{HAN}、 ]{{1,60}}(?:委员会|政府|办公厅|办公室|委|局|厅|部|院|署|会|中心|公司|银行|大学|学院|医院|社|处|组|队|所|站|指挥部|机制)"
    "|(?:中共)?中央|行政长官")
# names of bodies go with none of these
_NO_BODY = re.compile("关于|转发|批转|印发|发布|公布|颁布|颁发|贯彻|落实|加强|推进|做好|组织实施|[这那请将]|工作会$|[布格大]局$|本[局委厅部会院]$")
# what is stamped behind a name: 代章
_STAMP = re.compile(r"[(（]\s*(?:代章|盖章|印章|公章|章|代)\s*[)）]$")

# lines that only a web page prints
_PAGE_LINE = re.compile(
    "^(?:来源|免责声明|责任编辑|编辑|作者|链接地址|本文链接|原文链接|转载|上一篇|下一篇|相关(?:文章|阅读|链接|推荐)|分享(?:到|至|$)|"
    "扫一扫|微信扫码|[0-9]{4,}$|打印本页|关闭窗口|版权所有|网站地图|领取福利|更新时间|【原文下载】|【关闭|【打印)"
    "|互联网用户整理|转载(?:分享)?请(?:保留|注明)|仅限学习(?:分享|参考)|如(?:产生|有)(?:版权|侵权)|ICP备|https?://[^，。]*$")


def date_in(line: str) -> str | None:
    """The date of a line that holds nothing else (but 批准 and the like), as YYYY-MM-DD, or YYYY-MM where it has no day.

    >>> date_in("（二〇二二年六月十日）"), date_in("2022年6月10日起施行"), date_in("2023 年5 月31 日"), date_in("2023年5月")
    ('2022-06-10', None, '2023-05-31', '2023-05')
    """
    found = _first_date(line)
    if not found or fold(line)[:found.start].strip(f"( {SPACE}"):
        return None
    behind = fold(line)[found.end:].strip()
    return found.value if _BEHIND_DATE.fullmatch(behind) or is_time_of_day(behind) else None


def date_at_end(line: str) -> tuple[str, str] | None:
    """What stands before the date that a line ends with, without brackets around both, and the date; else None.

    >>> date_at_end("（民政部　一九九七年一月二十八日）")
    ('民政部', '1997-01-28')
    """
    inner = line.strip()
    inner = inner[1:-1] if inner[:1] in "（(" and inner[-1:] in "）)" else inner
    found = _first_date(inner)
    return (inner[:found.start].strip(), found.value) if found and found.start and not inner[found.end:].strip() else None


def is_body_name(line: str) -> bool:
    """Whether a line is nothing but the name of a body (or of several)."""
    folded = fold(line).strip()
    return len(line) <= 60 and bool(_BODY.fullmatch(folded)) and not _NO_BODY.search(folded)


def body_names(line: str) -> list[str]:
    """The bodies whose names are all that a line holds, in columns or parted by 、; none where it holds anything else.

    >>> body_names("广州市财政局　　广州市民政局（代章）"), body_names("国 务 院"), body_names("疫情联防 联控工作机制")
    (['广州市财政局', '广州市民政局'], ['国务院'], ['疫情联防联控工作机制'])
    """
    line = _STAMP.sub("", close_up(line)).strip()
    names = re.split(f"[{SPACE}、，,；;]+", line)
    if all(is_body_name(name) for name in names):
        return names
    whole = "".join(names)
    return [whole] if is_body_name(line) and is_body_name(whole) else []


def is_page_line(line: str) -> bool:
    """Whether a line belongs to the web page around the document."""
    return bool(_PAGE_LINE.search(fold(line).strip()))


def _first_date(line: str) -> Dated | None:
    # a date line is short
    return next(find_dates(line), None) if len(line) <= 80 else None
