"""Kinds of documents (文种): those of 党政机关公文处理工作条例 (2012), of regulations, and of plans and reports."""
import re
from collections.abc import Iterator

from policysearch.models import Span
from policysearch.text.folding import fold

_KINDS = (
    "工作要点", "工作计划", "工作总结", "工作报告", "工作方案", "工作规则", "实施方案", "实施意见", "实施办法", "实施细则", "行动计划",
    "行动方案", "指导意见", "管理办法", "暂行办法", "暂行规定", "操作规程", "应急预案", "政府工作报告", "施政报告",
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函", "纪要",
    "条例", "规定", "办法", "细则", "规则", "规程", "章程", "准则", "法", "通则", "守则", "公约", "修正案", "指示", "布告", "议程",
    "规划", "纲要", "计划", "方案", "要点", "总结", "预案", "指南", "指引", "措施", "标准", "规范", "目录", "清单", "大纲", "政策解读",
    "讲话", "致辞", "答复", "解答", "手册", "导则", "解释", "程序", "制度", "合同", "契约", "范本", "白皮书")
# 做法 and 方法 are no laws
_AT_END = "(?:" + "|".join(sorted(_KINDS, key=len, reverse=True)).replace("|法", "|(?<![做方看说想手])法") + ")$"
_ANYWHERE = "|".join(sorted((kind for kind in _KINDS if len(kind) > 1), key=len, reverse=True))
_TRAILER = r"(?:[（(【\[].*|范文|全文|草案|征求意见稿|试行|[\d一二三四五六七八九十]+篇|[》\s…])*$"


def kind_of_title(title: str) -> str | None:
    """The kind that a title ends with, in simplified characters: it is a category, not a quotation.

    >>> kind_of_title("2022年寶山區衛生健康工作要點"), kind_of_title("关于做好春耕工作的通知（试行）")
    ('工作要点', '通知')
    """
    found = re.search(_AT_END, re.sub(_TRAILER, "", fold(title), count=1))
    return found.group() if found else None


def kinds_in(text: str) -> Iterator[Span]:
    """Where kinds stand in comparable `text`, of several at one place the longest.

    >>> [(span.start, span.end) for span in kinds_in("宝山区2022年工作要点")]
    [(8, 12)]
    """
    return (Span(*found.span()) for found in re.finditer(_ANYWHERE, text))
