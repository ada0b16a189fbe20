"""Path -> sources: what is found below the arguments, decoded, within limits.

Modules, lowest first:
* limits: how large a source may be and what it may cost
* files: files that were found and their bytes
* encoding: bytes -> text
* markdown: what is no running text in markdown
* text: plain text files
* zips: zip files, opened safely
* packages: formats that are zip archives of XML, opened safely
* html_layout: what of a web page is the document
* html: web pages
* docx_hints: what a Word document states beside its text
* docx_numbering: the labels that Word numbers by itself
* docx: Word documents
* office: older word processors, through LibreOffice
* page_pieces: placed characters -> pieces of lines, columns, tables without rules
* page_tables: ruled tables of a page
* page_paragraphs: lines of placed text -> paragraphs
* page_layout: pages of placed pieces -> one text, with running heads, contents and footnotes told apart
* pdf: PDF files
* ofd: OFD documents
* formats: which reader a file is for
* records: items as JSON lines
* archives: zip archives as folders
* discovery: the files below the arguments and their names
* overrides: metadata.csv, which corrects what was read
"""
