"""What web pages and signatures leave around a document: date lines, names of bodies, navigation."""
import re

from policysearch.text.characters import HAN
from policysearch.text.folding import fold
from policysearch.text.numerals import NUMERAL, parse_number

_NUMBER = f"[0-9]{{1,4}}|[{NUMERAL}]{{1,5}}"
_DATE = re.compile(f"(?P<y>[0-9]{{4}}|[{NUMERAL}]{{4}})年(?P<m>{_NUMBER})月(?P<d>{_NUMBER})日")
_DATE_LINE = re.compile(rf"[(\s]*{_DATE.pattern}[)\s]*(?:[{HAN}]{{0,20}}(?:批准|通过|公布|发布|印发|修订|修正))?")

_BODY = re.compile(
    f"[{HAN}、 ]{{1,40}}(?:委员会|政府|办公厅|办公室|委|局|厅|部|院|署|会|中心|公司|银行|大学|医院|社|处|组|总工会|协会)")

# lines that only a web page prints
_PAGE_LINE = re.compile(
    "^(?:来源|免责声明|责任编辑|编辑|作者|链接地址|本文链接|原文链接|转载|上一篇|下一篇|相关(?:文章|阅读|链接|推荐)|分享(?:到|至|$)|"
    "扫一扫|微信扫码|[0-9]{4,}$|打印本页|关闭窗口|版权所有|网站地图|领取福利|更新时间|【原文下载】|【关闭|【打印)"
    "|互联网用户整理|转载(?:分享)?请(?:保留|注明)|仅限学习(?:分享|参考)|如(?:产生|有)(?:版权|侵权)|ICP备|https?://[^，。]*$")


def date_in(line: str) -> str | None:
    """The date of a line that holds nothing else (but 批准 and the like), as YYYY-MM-DD.

    >>> date_in("（二〇二二年六月十日）"), date_in("2022年6月10日起施行")
    ('2022-06-10', None)
    """
    found = _DATE_LINE.fullmatch(fold(line).strip())
    if not found:
        return None
    year, month, day = (parse_number(found[part]) for part in "ymd")
    if not (year and month and day) or year < 1900 or month > 12 or day > 31:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def is_body_name(line: str) -> bool:
    """Whether a line is nothing but the name of a body (or of several)."""
    return len(line) <= 40 and bool(_BODY.fullmatch(fold(line).strip()))


def is_page_line(line: str) -> bool:
    """Whether a line belongs to the web page around the document."""
    return bool(_PAGE_LINE.search(fold(line).strip()))
