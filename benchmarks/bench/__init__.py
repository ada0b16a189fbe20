"""This project's engines beside others: the same items, the same queries, each contender in processes of its own.

    make bench SIZES="1000 10000"

Modules, lowest first:
* queries: what a query is, and the kinds there are
* material: the items of a size, the same cut into words, and the queries, as files
* drawing: queries drawn from the words of the items
* preparing: the material of a size, written
* contenders: what is measured, one module each
* limits: what nothing can be quicker than: reading, cutting words
* alone: this project's tokenizer alone, its engines alone
* direct: the first phase by Tantivy alone
* parts: where the time of this project's queries goes
* updating: one source changed
* plain_search: a search put together from the libraries alone
* child: one job in a fresh process
* memory: the memory of a process and those that it starts
* measuring: every job in turn, with what is done kept
* tables: rows and cells of Markdown
* figures: single figures, and the best of the peers
* targets: what was aimed at and what was measured
* plot: how figures grow with size, drawn
* scaling: what more items would take, as a page
* report: the page that is written
"""
