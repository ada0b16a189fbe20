"""Classes of characters, as the bodies of regular expression character classes. They hold for width-folded text."""
import functools

# Han characters: the unified ideographs with all extensions, 々, 〇, the Hangzhou numerals, and the block of compatibility
# ideographs, of which folding leaves those that Unicode counts as unified. Written as escapes: some of these characters
# do not survive a normalisation of this file
_HAN_RANGES = (("\u4e00", "\u9fff"), ("\u3400", "\u4dbf"), ("\u3005", "\u3005"), ("\u3007", "\u3007"), ("\u3021", "\u3029"),
               ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
HAN = "".join(f"{first}-{last}" for first, last in _HAN_RANGES)

# white space within a line; line ends are borders, and so is the tab, which parts the cells of a table
CELL_END = "\t"
SPACE = CELL_END + " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
LINE_END = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"

# quotation marks, titles and brackets that are passed over between two Han characters
QUOTES = "\"'“”‘’「」『』《》〈〉"
BRACKETS = r"(){}\[\]〔〕【】"
PASSED_OVER = QUOTES + BRACKETS + SPACE.replace(CELL_END, "")


def is_han(character: str) -> bool:
    """Whether a character is one of HAN; quicker than to compile that class, which takes a millisecond."""
    # nearly all are in the first range
    return "\u4e00" <= character <= "\u9fff" or _is_rarer_han(character)


@functools.cache
def _is_rarer_han(character: str) -> bool:
    return any(first <= character <= last for first, last in _HAN_RANGES)
