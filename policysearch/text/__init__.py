"""Text as it is compared: characters, folding, numbers, 文号, sentences; nothing here knows an index.

Modules, lowest first:
* characters: what is a Han character, a border, a mark that is passed over
* units: Han characters and runs of letters and digits
* simplified: traditional to simplified characters
* folding: width, case and script folded, one character for one, with positions
* cuts: a text with marks between its words
* openings: the first sentences of items
* bulk_folding: many texts made comparable at once, with numpy
* numerals: 第二十三条 and 23, in both directions
* doc_numbers: 文号 in any spelling
* pinyin: how a word is read
* data_lines: the labels of metadata that stand beside a text
* sentences: where a sentence ends
"""
