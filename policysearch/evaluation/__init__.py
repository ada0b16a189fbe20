"""How good is the order? Runs of many queries, and measures against relevance judgements.

Modules, lowest first:
* queries: files of queries
* escapes: ids in files whose columns are parted by white space
* runs: queries -> what an index answers, and TREC run files
* judgements: files of relevance judgements
* measures: nDCG, reciprocal rank and recall of a run, by ir-measures
* bootstrap: how sure the difference of two runs is
* comparison: the measures of a run, and their difference from another's
"""
