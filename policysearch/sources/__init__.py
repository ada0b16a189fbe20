"""Path -> sources: what is found below the arguments, decoded, within limits.

Modules, lowest first:
* limits: how large a source may be
* files: the bytes of a file
* encoding: bytes -> text
* text: plain text files
* packages: formats that are zip archives of XML, opened safely
* html_layout: what of a web page is the document
* html: web pages
* docx_numbering: the labels that Word numbers by itself
* docx: Word documents
* office: older word processors, through LibreOffice
* pdf_page: placed characters -> pieces of lines, columns, tables without rules
* pdf_tables: ruled tables of a page
* pdf_paragraphs: lines of placed text -> paragraphs
* pdf_layout: pages of placed pieces -> one text, with running heads, contents and footnotes told apart
* pdf: PDF files
* formats: which reader a file is for
* records: items as JSON lines
* discovery: the files below the arguments and their names
"""
