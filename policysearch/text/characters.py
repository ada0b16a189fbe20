"""Classes of characters, as the bodies of regular expression character classes. They hold for width-folded text."""

# Han characters: the unified ideographs with all extensions, 々, 〇, the Hangzhou numerals, and those compatibility
# ideographs that Unicode counts as unified (they have no decomposition)
HAN = "々〇〡-〩㐀-䶿一-鿿豈-\ufaff\U00020000-\U0003ffff"

# white space within a line; line ends are borders
SPACE = "\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
LINE_END = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"

# quotation marks, titles and brackets that are passed over between two Han characters
QUOTES = "\"'“”‘’「」『』《》〈〉"
BRACKETS = r"(){}\[\]〔〕【】"
PASSED_OVER = QUOTES + BRACKETS + SPACE
