"""The query language: what each text is understood as, and where each mistake is."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.errors import (BadValue, NotAvailable, QueryError, QuerySyntaxError, QueryTooLarge, UnknownField)
from policysearch.query.limits import MAX_CHARACTERS, MAX_NESTING, MAX_TERMS
from policysearch.query.parser import parse, parse_year_option
from policysearch.query.syntax import And, DocNumber, ItemNumber, Not, Or, Query, Term, YearRange

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
    ("*", NotAvailable, "*"), ("乡村*", NotAvailable, "*"), ("乡村＊", NotAvailable, "＊"), ("cov?", NotAvailable, "?"),
    ("c?v", NotAvailable, "?"),
    ('"a b"~5', NotAvailable, "~5"), ("“a b”～5", NotAvailable, "～5"), ("同句(a b)", NotAvailable, "同句"),
    ("同篇（a b）", NotAvailable, "同篇"),
    ("date:2022-06", NotAvailable, "date:"), ("日期:2022", NotAvailable, "日期:"), ("家庭\0", QuerySyntaxError, "\0"),
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
                                  "(" * (MAX_NESTING + 1) + "a" + ")" * (MAX_NESTING + 1), "-" * (MAX_NESTING + 1) + "a"])
def test_what_is_too_large_is_refused(text: str) -> None:
    with pytest.raises(QueryTooLarge):
        parse(text)


@pytest.mark.parametrize("text",
    ["长" * MAX_CHARACTERS, "a " * MAX_TERMS, "(" * MAX_NESTING + "a" + ")" * MAX_NESTING, "-" * MAX_NESTING + "a"])
def test_what_is_just_within_the_limits_is_parsed(text: str) -> None:
    tree = parse(text)
    assert parse(str(tree)) == tree


WORDS = st.sampled_from(["家庭医生", "签约", "5G", "A类", "或有负债", "R&D", "《意见》", "臺灣", "3.5%", "𠮷"])
LEAVES: st.SearchStrategy[Query] = st.one_of(
    st.builds(Term, WORDS, st.booleans(), st.sampled_from([None, "text", "title", "section", "issuer", "place", "kind"])),
    st.builds(Term, st.sampled_from(['a"b', "c\\", "甲 乙", "AND", "(甲)", "- 甲", "x*"]), st.just(True)),
    st.builds(lambda low, more: YearRange(low, low + more), st.integers(1900, 2100), st.integers(0, 3)),
    st.builds(YearRange, st.integers(1900, 2100), st.none()), st.builds(YearRange, st.none(), st.integers(1900, 2100)),
    st.builds(lambda n, sub, article: ItemNumber(f"{n}-{sub}" if sub else str(n), article), st.integers(1, 300),
              st.integers(0, 3), st.booleans()),
    st.builds(lambda year, n, field: DocNumber(f"国办发〔{year}〕{n}号", field), st.integers(1950, 2030), st.integers(1, 999),
    st.sampled_from([None, "doc_number", "text"])))


def flat(node: type[And] | type[Or], children: list[Query]) -> Query:
    parts: list[Query] = []
    for child in children:
        parts += child.children if isinstance(child, node) else (child,)
    return node(tuple(parts))


TREES = st.recursive(LEAVES, lambda inner: st.one_of(
    st.builds(Not, inner), st.builds(lambda children: flat(And, children), st.lists(inner, min_size=2, max_size=3)),
    st.builds(lambda children: flat(Or, children), st.lists(inner, min_size=2, max_size=3))), max_leaves=12)


@given(TREES)
def test_any_tree_prints_as_a_query_that_parses_to_it(tree: Query) -> None:
    assert parse(str(tree)) == tree


@given(st.text(st.sampled_from("甲乙ab1 　()（）\"“”「」-－!！|｜&＆:：*?？~～+[]<>=.。，年且或非AND OR NOT year:标题:\\\n\t#①😀"), max_size=40))
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
