"""Path -> sources: what is found below the arguments, decoded, within limits.

Modules, lowest first:
* limits: how large a source may be and what it may cost
* files: files that were found and their bytes
* encoding: bytes -> text
* markdown: what is no running text in markdown
* text: plain text files
* zips: zip files, opened safely
* packages: formats that are zip archives of XML, opened safely
* markup: what a file of markup is
* number_formats: numbers as lists print them
* html_lines: the lines of a web page and its tables
* html_layout: what of a web page is the document
* html_lists: the numbers of lists
* html: web pages
* saved_pages: web pages saved with what they show
* docx_hints: what a Word document states beside its text
* docx_numbering: the labels that Word numbers by itself
* docx_body: the printed lines of a Word document
* docx: Word documents
* office: older word processors, RTF and Word's XML, through LibreOffice
* page_pieces: placed characters -> pieces of lines, columns, tables without rules
* page_tables: ruled tables of a page
* page_paragraphs: lines of placed text -> paragraphs
* page_layout: pages of placed pieces -> one text, with running heads, contents and footnotes told apart
* pdf: PDF files
* ofd: OFD documents
* formats: which reader a file is for
* records: items as JSON lines
* shelf: items put aside in a temporary file
* archives: zip archives as folders
* discovery: the files below the arguments and their names
* overrides: metadata.csv, which corrects what was read
"""
