"""The query language: what each text is understood as, and where each mistake is."""
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.errors import BadValue, QueryError, QuerySyntaxError, QueryTooLarge, UnknownField
from policysearch.query.limits import MAX_CHARACTERS, MAX_NESTING, MAX_TERMS
from policysearch.query.parser import parse, parse_year_option
from policysearch.query.syntax import (And, DateRange, DocNumber, ItemNumber, Near, Not, Or, Query, SameDocument,
    SameSentence,
                                       Term, Wildcard, YearRange, is_text, leaves)

# query, what it is understood as
UNDERSTOOD = [
    ("家庭医生", "家庭医生"), ("家庭医生 签约", "(家庭医生 AND 签约)"), ("a　b", "(a AND b)"), ("a AND b && c", "(a AND b AND c)"),
    ("a OR b || c", "(a OR b OR c)"), ("a b OR c d", "((a AND b) OR (c AND d))"), ("a OR b c OR d", "(a OR (b AND c) OR d)"),
    ("(a OR b) c", "((a OR b) AND c)"), ("（a OR b）c", "((a OR b) AND c)"), ("a(b)c", "(a AND b AND c)"), ("((((a))))", "a"),
    ("招商 -公司", "(招商 AND NOT 公司)"), ("招商 －公司", "(招商 AND NOT 公司)"), ("招商 ！公司", "(招商 AND NOT 公司)"),
    ("招商 !公司", "(招商 AND NOT 公司)"),
    ("招商 NOT 公司", "(招商 AND NOT 公司)"), ("招商 AND NOT 公司", "(招商 AND NOT 公司)"), ("-改革", "NOT 改革"), ("-(a OR b)", "NOT (a OR b)"),
    ('-"a b"', 'NOT "a b"'), ("-year:2022", "NOT year:2022"), ("--a", "NOT NOT a"), ("NOT a OR b", "(NOT a OR b)"),
    ("NOT a b", "(NOT a AND b)"),
    ("ＡＮＤ甲", "ＡＮＤ甲"), ("甲 ＡＮＤ 乙", "(甲 AND 乙)"), ("甲 ＯＲ ＮＯＴ 乙", "(甲 OR NOT 乙)"), ("甲 ｜｜ 乙 ＆＆ 丙", "(甲 OR (乙 AND 丙))"),
    ("甲 & 乙 | 丙", "((甲 AND 乙) OR 丙)"), ("甲 且 乙 或 丙", "((甲 AND 乙) OR 丙)"), ("甲 并且 乙 或者 非 丙", "((甲 AND 乙) OR NOT 丙)"),
    ("甲 不含 乙", "(甲 AND NOT 乙)"), ("非 公有制", "NOT 公有制"), ("或有负债", "或有负债"), ("非公有制 与会", "(非公有制 AND 与会)"), ("R&D", "R&D"),
    ("A|B", "A|B"), ("且", "且"), ("甲 或", "(甲 AND 或)"), ("或 甲", "(或 AND 甲)"), ("a and b", "(a AND and AND b)"),
    ("a or not b", "(a AND or AND not AND b)"),
    ("人 非 ", "(人 AND 非)"), ("甲 或 或 乙", "(甲 OR (或 AND 乙))"), ("(或)", "或"),
    ('"放管服改革"', '"放管服改革"'), ("“放管服”", '"放管服"'), ("「一网通办」", '"一网通办"'), ("“他说「好」”", '"他说「好」"'),
    (r'"a \" b \\"', r'"a \" b \\"'),
    ("推进“放管服”改革", '(推进 AND "放管服" AND 改革)'), ('"甲"乙', '("甲" AND 乙)'), ("《意见》", "《意见》"), ("'放管服'", "'放管服'"),
    ("怎么办？", "怎么办"), ("为什么?!", "为什么"), ("家庭?医生", "家庭?医生"), ("其他:事项", "其他:事项"), ("12:30", "12:30"), ("第三条：内容", "第三条：内容"),
    ("title:宝山", "title:宝山"), ("标题:宝山", "title:宝山"), ("標題：宝山", "title:宝山"), ("Title:宝山", "title:宝山"),
    ("ｔｉｔｌｅ：宝山", "title:宝山"),
    ("正文:a 章节:b 发文机关:c 地区:d 文种:e", "(text:a AND section:b AND issuer:c AND place:d AND kind:e)"),
    ('title:"a b"', 'title:"a b"'), ("title:(a OR b)", "(title:a OR title:b)"),
    ("-title:(a b)", "NOT (title:a AND title:b)"), ("title:a:b", "title:a:b"),
    ("title:AND", "title:AND"), ("text:-a", "text:-a"),
    ("year:2022", "year:2022"), ("年：２０２２", "year:2022"), ("year:二〇二二年", "year:2022"), ("year:2021..2023", "year:2021..2023"),
    ("year:2021-2023", "year:2021..2023"), ("year:2021－2023", "year:2021..2023"), ("year:[2021 TO 2023]", "year:2021..2023"),
    ("year:［2021 ＴＯ 2023］", "year:2021..2023"), ("year:>=2021", "year:2021.."), ("year:>2021", "year:2022.."),
    ("year:<=2021", "year:..2021"),
    ("year:<2021", "year:..2020"), ("year:2021年至2023年", "year:2021..2023"), ("year:2021..", "year:2021.."),
    ("year:..2021", "year:..2021"),
    ("year:[* TO 2023]", "year:..2023"), ("year:(2021 OR 2023)", "(year:2021 OR year:2023)"), ('year:"2022"', "year:2022"),
    ("number:6", "number:6"), ("number:六", "number:6"), ("number:（六）", "number:6"), ("number:6.", "number:6"),
    ("条号:第六条", "number:第6条"),
    ("number:第一百二十条之一", "number:第120-1条"), ("number:120-1", "number:120-1"),
    ("国办发〔2023〕1号", "国办发〔2023〕1号"), ("国办发(2023)1号", "国办发〔2023〕1号"), ("国办发（2023）1号 家庭", "(国办发〔2023〕1号 AND 家庭)"),
    ("国办发[2023]1号文", "国办发〔2023〕1号"), ("-国办发〔2023〕1号", "NOT 国办发〔2023〕1号"), ("文号:国办发2023年1号", "doc_number:国办发〔2023〕1号"),
    ("doc_number:(国办发〔2023〕1号 OR 国办发〔2023〕2号)", "(doc_number:国办发〔2023〕1号 OR doc_number:国办发〔2023〕2号)"),
    ('"国办发〔2023〕1号"', '"国办发〔2023〕1号"'), ("国务院令第707号", "国务院令第707号"),
    ("乡村*", '"乡村"'), ("乡村＊", '"乡村"'), ("*乡村", '"乡村"'), ("***同志", '"同志"'), ("title:通知*", 'title:"通知"'),
    ("kind:办法*", 'kind:"办法"'),
    ("5G网络*", '"5G网络"'), ("乡村?*", '"乡村"'), ("什么是5G？", "什么是5G"), ("什么是5G?!", "什么是5G"),
    ("cov*", "cov*"), ("COV＊ c？v", "(COV＊ AND c？v)"), ("-co?id", "NOT co?id"),
    ("title:(cov* OR 5?G)", "(title:cov* OR title:5?G)"),
    ("cov?", "cov?"), ("?ov", "?ov"), ("*id", "*id"), ("c*d", "c*d"), ("PM2.*", "PM2.*"), ("C+*", "C+*"), ("3?.5", "3?.5"),
    ('"cov*"', '"cov*"'), ('"家庭*医生"', '"家庭*医生"'),
    ('"家庭 医生"~5', '"家庭 医生"~5'), ("“家庭　医生”～１０", '"家庭　医生"~10'), ("「甲 乙」~0 丙", '("甲 乙"~0 AND 丙)'),
    ('-title:"a b"~3', 'NOT title:"a b"~3'),
    ('正文:("a b"~3 c)', '(text:"a b"~3 AND text:c)'), (r'"a\"c b"~3', r'"a\"c b"~3'), ('"甲 乙"~3"丙"', '("甲 乙"~3 AND "丙")'),
    ("甲~5", "甲~5"),
    ("同句(甲 乙)", "同句(甲 AND 乙)"), ("同句（甲 乙）", "同句(甲 AND 乙)"), ("同句(甲)", "同句(甲)"), ("同句(甲 OR -乙 丙)", "同句(甲 OR (NOT 乙 AND 丙))"),
    ("-同句((甲))", "NOT 同句(甲)"), ("同句(--甲)", "同句(NOT NOT 甲)"), ("甲 同句(乙 丙) 丁", "(甲 AND 同句(乙 AND 丙) AND 丁)"),
    ('同句("甲 乙"~3 cov* "丙")', '同句("甲 乙"~3 AND cov* AND "丙")'), ("同句(国办发(2023)1号 甲)", "同句(国办发〔2023〕1号 AND 甲)"),
    ("同篇(甲 乙)", "同篇(甲 AND 乙)"), ("同篇（title:甲 同句(乙 丙) -year:2022）", "同篇(title:甲 AND 同句(乙 AND 丙) AND NOT year:2022)"),
    ("(同篇(甲 乙) OR 丙) 丁", "((同篇(甲 AND 乙) OR 丙) AND 丁)"), ("同句 同篇", "(同句 AND 同篇)"), ("同句法(甲)", "(同句法 AND 甲)"),
    ("date:2022", "date:2022"), ("日期：２０２２", "date:2022"), ("date:2022-06", "date:2022-06"),
    ("date:2022-6-1", "date:2022-06-01"),
    ("日期:2022年6月10日", "date:2022-06-10"), ("日期:二〇二二年六月十日", "date:2022-06-10"), ("date:2022/06/10", "date:2022-06-10"),
    ("date:2022.6", "date:2022-06"),
    ("date:2021..2023", "date:2021..2023"), ("date:2021-2023", "date:2021..2023"),
    ("date:[2021 TO 2023]", "date:2021..2023"),
    ("date:2021年至2023年", "date:2021..2023"), ("date:>=2021", "date:2021.."), ("date:>2021", "date:2022.."),
    ("date:<2022-06", "date:..2022-05"),
    ("date:<=2022-06-10", "date:..2022-06-10"), ("date:>2022-02-28", "date:2022-03.."),
    ("date:2022-06..2022-09-10", "date:2022-06..2022-09-10"),
    ("日期:2022年6月～2022年9月", "date:2022-06..2022-09"), ("date:[2022-06-10 TO *]", "date:2022-06-10.."),
    ("date:2022-06-2022-09", "date:2022-06..2022-09"),
    ("date:(2021 OR 2022-03)", "(date:2021 OR date:2022-03)"), ('date:"2022-06"', "date:2022-06"),
    ("date:=2022", "date:2022"),
    ("date:2022-01-01..2022-12-31", "date:2022"), ("date:2024-02-01..2024-02-29", "date:2024-02"),
    (r'“a\"b”', r'"a\"b"'), (r'doc_number:"a\"b c"', r'doc_number:"a\"bc"'),
    ("text:(国办发（2023）1号 甲)", "(text:国办发〔2023〕1号 AND text:甲)"),
    ("年份:2021到2023年", "year:2021..2023"), ("year:二〇二一年至二〇二三年", "year:2021..2023"), ("year:2021～2023", "year:2021..2023"),
    ("😀甲", "😀甲"), ("𠮷野家", "𠮷野家"), ("C++ C#", "(C++ AND C#)")]


@pytest.mark.parametrize("text, understood", UNDERSTOOD)
def test_a_query_is_understood_as(text: str, understood: str) -> None:
    assert str(parse(text)) == understood


@pytest.mark.parametrize("text", [text for text, _ in UNDERSTOOD])
def test_a_printed_query_parses_to_the_same_tree(text: str) -> None:
    tree = parse(text)
    assert parse(str(tree)) == tree


# query, error, the part at fault
MISTAKES = [
    ("(家庭医生", QuerySyntaxError, "("), ("家庭医生)", QuerySyntaxError, ")"), ("a AND (b OR", QuerySyntaxError, "OR"),
    ("a (b (c", QuerySyntaxError, "("),
    ("()", QuerySyntaxError, "()"), ("a ( ) b", QuerySyntaxError, "( )"), ("（）", QuerySyntaxError, "（）"),
    ("(", QuerySyntaxError, "("),
    ('"家庭', QuerySyntaxError, '"'), ("“家庭\"", QuerySyntaxError, "“"), ("家庭”", QuerySyntaxError, "”"),
    ('""', QuerySyntaxError, '""'), ("“ ”", QuerySyntaxError, "“ ”"),
    ("a OR", QuerySyntaxError, "OR"), ("OR a", QuerySyntaxError, "OR"), ("a OR OR b", QuerySyntaxError, "OR"),
    ("a AND", QuerySyntaxError, "AND"),
    ("NOT", QuerySyntaxError, "NOT"), ("a ||", QuerySyntaxError, "||"), ("a ＯＲ", QuerySyntaxError, "ＯＲ"),
    ("a (OR b)", QuerySyntaxError, "OR"),
    ("& a", QuerySyntaxError, "&"), ("-", QuerySyntaxError, "-"), ("a - b", QuerySyntaxError, "-"),
    ("，。", QuerySyntaxError, "，。"), ("①", QuerySyntaxError, "①"),
    ("+", QuerySyntaxError, "+"), ('"。"', QuerySyntaxError, '"。"'), ("a AND 😀", QuerySyntaxError, "😀"),
    ("《》", QuerySyntaxError, "《》"),
    ("nosuch:x", UnknownField, "nosuch"), ("甲 http://a.b", UnknownField, "http"), ("title:", QuerySyntaxError, "title:"),
    ("标题： 宝山", QuerySyntaxError, "标题："),
    ("(title:)", QuerySyntaxError, "title:"), ("title:(text:a)", QuerySyntaxError, "text:"),
    ('title:""', QuerySyntaxError, '""'), ("title:，", QuerySyntaxError, "，"),
    ("year:abc", BadValue, "abc"), ("year:2023..2021", BadValue, "2023..2021"), ("year:20222", BadValue, "20222"),
    ("year:[2021", BadValue, "[2021"),
    ("year:2022-06", BadValue, "2022-06"), ("year:..", BadValue, ".."), ("甲 年:２０x２", BadValue, "２０x２"),
    ("number:abc", BadValue, "abc"),
    ("*", QuerySyntaxError, "*"), ("＊", QuerySyntaxError, "＊"), ("甲 * 乙", QuerySyntaxError, "*"),
    ("甲 ＋ 乙", QuerySyntaxError, "＋"),
    ("甲 + 乙", QuerySyntaxError, "+"), ("title:*", QuerySyntaxError, "*"), ("**", QuerySyntaxError, "*"),
    ("?*?*?*", QuerySyntaxError, "*"),
    ("COVID*疫苗", QuerySyntaxError, "*"), ("甲 网络5G*", QuerySyntaxError, "*"), ("家庭＊医生", QuerySyntaxError, "＊"),
    ("新冠c?v", QuerySyntaxError, "?"), ("1+1*", QuerySyntaxError, "*"), ("a-b*", QuerySyntaxError, "*"),
    ("β*", QuerySyntaxError, "*"),
    ("issuer:cov*", BadValue, "cov*"), ('kind:"a b"~5', BadValue, '"a b"~5'),
    ('year:"2021 2022"~5', BadValue, '"2021 2022"~5'),
    ('甲 "a b"~', BadValue, "~"), ("“a b”～多", BadValue, "～多"), ('"a b"~12345', BadValue, "~12345"),
    ('"a b"~-1', BadValue, "~-1"),
    ('"a - b"~5', QuerySyntaxError, '"a - b"~5'), ('""~5', QuerySyntaxError, '""'),
    ("同句()", QuerySyntaxError, "同句()"), ("同句（ ）", QuerySyntaxError, "同句（ ）"), ("甲 同篇(a", QuerySyntaxError, "同篇("),
    ("同句(title:a b)", QuerySyntaxError, "title:"), ("同句((year:2022) b)", QuerySyntaxError, "year:"),
    ("同句(-a)", QuerySyntaxError, "同句(-a)"), ("甲 同篇(year:2022 -b)", QuerySyntaxError, "同篇(year:2022 -b)"),
    ("title:同句(a)", QuerySyntaxError, "同句"), ("title:(同篇(a b))", QuerySyntaxError, "同篇"),
    ("同句(同篇(a b))", QuerySyntaxError, "同篇"),
    ("同句(同句(a b))", QuerySyntaxError, "同句"), ("同篇(a (同篇(b c)))", QuerySyntaxError, "同篇"),
    ("同句(a OR)", QuerySyntaxError, "OR"),
    ("date:", QuerySyntaxError, "date:"), ("date:soon", BadValue, "soon"), ("日期:2022-13", BadValue, "2022-13"),
    ("date:2023-02-29", BadValue, "2023-02-29"), ("date:2023..2021", BadValue, "2023..2021"),
    ("date:[2021", BadValue, "[2021"),
    ("date:2022-06-10..2022-06-09", BadValue, "2022-06-10..2022-06-09"), ("date:..", BadValue, ".."),
    ("date:>9999", BadValue, ">9999"),
    ("title:(date:2022)", QuerySyntaxError, "date:"), ("家庭\0", QuerySyntaxError, "\0"),
    ("\ud800甲", QuerySyntaxError, "\ud800"),
    ("", QuerySyntaxError, ""), ("  ", QuerySyntaxError, "  ")]


@pytest.mark.parametrize("text, kind, fault", MISTAKES)
def test_a_mistake_is_named_and_located(text: str, kind: type[QueryError], fault: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text)
    assert type(raised.value) is kind
    assert raised.value.text == text
    assert text[raised.value.start:raised.value.end] == fault
    assert str(raised.value)


@pytest.mark.parametrize("text", ["(" * 100_000, "a OR " * 5_000 + "a", "长" * (MAX_CHARACTERS + 1), "a " * (MAX_TERMS + 1),
                                  "(" * (MAX_NESTING + 1) + "a" + ")" * (MAX_NESTING + 1), "-" * (MAX_NESTING + 1) + "a",
                                  "同句(" + "(" * MAX_NESTING + "a" + ")" * (MAX_NESTING + 1),
                                  f'"{"a " * (MAX_TERMS + 1)}"~5'])
def test_what_is_too_large_is_refused(text: str) -> None:
    with pytest.raises(QueryTooLarge):
        parse(text)


@pytest.mark.parametrize("text",
    ["长" * MAX_CHARACTERS, "a " * MAX_TERMS, f'"{"a " * MAX_TERMS}"~5',
    "同篇(" + "(" * (MAX_NESTING - 1) + "a" + ")" * MAX_NESTING, "(" * MAX_NESTING + "a" + ")" * MAX_NESTING,
    "-" * MAX_NESTING + "a"])
def test_what_is_just_within_the_limits_is_parsed(text: str) -> None:
    tree = parse(text)
    assert parse(str(tree)) == tree


WORDS = st.sampled_from(["家庭医生", "签约", "5G", "A类", "或有负债", "R&D", "《意见》", "臺灣", "3.5%", "𠮷", "其他:事项", "12:30", "a-b",
    "同句", "且慢"])
# anything may stand in quotation marks, as long as there is something to look for
QUOTED = st.text(st.sampled_from("甲乙ab1 　()（）\"“”「」-－!！|&:：*?？~+[]\\\n或AND同句#①😀"), max_size=12).map(lambda text: f"{text}甲")
PIECES = st.lists(QUOTED.map(lambda text: "".join(text.split())), min_size=1, max_size=3).map(" ".join)
TEXTS = st.sampled_from([None, "text", "title", "section"])
DAYS = st.one_of(st.dates(), st.sampled_from([date(2022, 1, 1), date(2022, 12, 31), date(2022, 6, 1), date(2024, 2, 29)]))
INNER: st.SearchStrategy[Query] = st.one_of(
    st.builds(Term, WORDS), st.builds(Term, QUOTED, st.just(True)), st.builds(Near, PIECES, st.integers(0, 9999)),
    st.builds(Wildcard, st.sampled_from(["cov*", "co?id", "*id", "5?G", "PM2.*", "ＣＯＶ＊"])),
    st.builds(lambda year, n: DocNumber(f"国办发〔{year}〕{n}号"), st.integers(1950, 2030), st.integers(1, 999)))
LEAVES: st.SearchStrategy[Query] = st.one_of(
    INNER, st.builds(Term, st.one_of(WORDS, st.sampled_from(["-甲", "AND", "或", "a:甲"])), st.just(False),
                     st.sampled_from(["text", "title", "section", "issuer", "place", "kind"])),
    st.builds(Term, QUOTED, st.just(True), TEXTS), st.builds(Near, PIECES, st.integers(0, 9999), TEXTS),
    st.builds(lambda low, more: YearRange(low, low + more), st.integers(1900, 2100), st.integers(0, 3)),
    st.builds(YearRange, st.integers(1900, 2100), st.none()), st.builds(YearRange, st.none(), st.integers(1900, 2100)),
    st.builds(lambda one, other: DateRange(min(one, other), max(one, other)), DAYS, DAYS),
    st.builds(lambda day: DateRange(day, day), DAYS),
    st.builds(DateRange, DAYS, st.none()), st.builds(DateRange, st.none(), DAYS),
    st.builds(lambda n, sub, article: ItemNumber(f"{n}-{sub}" if sub else str(n), article), st.integers(1, 300),
              st.integers(0, 3), st.booleans()),
    st.builds(lambda year, n, field: DocNumber(f"国办发〔{year}〕{n}号", field), st.integers(1950, 2030), st.integers(1, 999),
              st.sampled_from([None, "doc_number", "text"])))


def flat(node: type[And] | type[Or], children: list[Query]) -> Query:
    parts: list[Query] = []
    for child in children:
        parts += child.children if isinstance(child, node) else (child,)
    return node(tuple(parts))


def trees(leaves: st.SearchStrategy[Query], size: int) -> st.SearchStrategy[Query]:
    return st.recursive(leaves, lambda inner: st.one_of(
        st.builds(Not, inner), st.builds(lambda children: flat(And, children), st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda children: flat(Or, children), st.lists(inner, min_size=2, max_size=3))), max_leaves=size)


def has_positive_text(tree: Query) -> bool:
    return any(positive and is_text(leaf) for leaf, positive in leaves(tree))


SENTENCES: st.SearchStrategy[Query] = st.builds(SameSentence, trees(INNER, 4).filter(has_positive_text))
DOCUMENTS: st.SearchStrategy[Query] = st.builds(SameDocument, trees(st.one_of(LEAVES, SENTENCES),
    4).filter(has_positive_text))
TREES = trees(st.one_of(LEAVES, SENTENCES, DOCUMENTS), 10)


@pytest.mark.parametrize("text, at", [("title:text:a", 6), ("甲 标题：年：2022", 5), ("-正文:標題:甲", 4)])
def test_a_field_as_the_value_of_a_field_is_not_quietly_taken_as_text(text: str, at: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    assert caught.value.start == at
    assert parse('text:"title:a"') == Term("title:a", True, "text")


@given(TREES)
def test_any_tree_prints_as_a_query_that_parses_to_it(tree: Query) -> None:
    assert parse(str(tree)) == tree


@given(st.text(st.sampled_from("甲乙ab1 　()（）\"“”「」-－!！|｜&＆:：*?？~～+[]<>=.。，年且或非AND OR NOT year:标题:date:同句同篇3\\\n\t#①😀"),
    max_size=40))
def test_any_text_is_a_query_or_a_located_mistake(text: str) -> None:
    try:
        tree = parse(text)
    except QueryError as error:
        assert 0 <= error.start <= error.end <= len(text)
        assert str(error)
    else:
        assert parse(str(tree)) == tree


def test_the_years_of_an_option_are_checked_like_those_of_the_query() -> None:
    assert parse_year_option("2021年至2023年") == YearRange(2021, 2023)
    for text in ("abc", "2023..2021", ""):
        with pytest.raises(BadValue):
            parse_year_option(text)
