"""Questions that go beyond a search, asked of an open index.

Modules, lowest first:
* models: the answers, all frozen
* everything: a query that every item answers
* trend: how many hits a query has by year, place or issuer
* similar: the corresponding items of other documents
* passages: where a quotation stands in a text, word for word or nearly
* quote: whether a quotation stands in an item, and where
"""
