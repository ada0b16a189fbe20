"""An index as it lies open: the files of its live generation, and what is made of them."""
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from policysearch.analysis import analyzer as analysis
from policysearch.analysis import dictionary as dictionaries
from policysearch.analysis.analyzer import Analyzer
from policysearch.analysis.dictionary import Dictionary
from policysearch.engines.base import MANY, MANY_SEARCHES, Engine
from policysearch.engines.registry import engine_module
from policysearch.errors import IndexDamaged, PolicySearchError, RebuildNeeded
from policysearch.files import mapped
from policysearch.likeness.similarity import Rarities
from policysearch.matching.name_table import NameTable
from policysearch.matching.plan import RankingTerms
from policysearch.matching.synonyms import Synonyms
from policysearch.models import Statistics, TermStatistics
from policysearch.ranking.bm25 import Collection, Scorer
from policysearch.storage.columns import Columns
from policysearch.storage.document_table import DocumentTable
from policysearch.storage.generations import (COLUMNS, DICTIONARY, DOCUMENTS, IDS, ITEMS, NAMES, SPELLINGS, SYNONYMS, TERMS,
                                              TEXTS, open_generation)
from policysearch.storage.item_store import ItemStore
from policysearch.storage.key_table import KeyTable
from policysearch.storage.manifest import damaged_file
from policysearch.storage.spellings import Spellings
from policysearch.storage.term_store import KINDS, TermStore
from policysearch.storage.text_store import TextStore


def fingerprints() -> dict[str, str]:
    """What an index must have been built by for this program to read it."""
    return {"analyzer": analysis.fingerprint(), "dictionary": dictionaries.fingerprint()}


class OpenIndex:
    """The parts of an open index, each as its module describes it."""

    def __init__(self, path: Path) -> None:
        """Open the live generation below `path`. Raises IndexMissing, NotAnIndex, RebuildNeeded or IndexDamaged."""
        self._generation = open_generation(path)
        self._generation.manifest.check(self._generation.index, fingerprints())
        self._files = ExitStack()
        self._scorers = 0
        try:
            with self.damage_named():
                self._open()
        except BaseException:
            self._files.close()
            raise

    def _open(self) -> None:
        folder, index, manifest = self._generation.folder, self._generation.index, self._generation.manifest
        try:
            engines = engine_module(manifest.engine)
        except KeyError as error:
            raise RebuildNeeded("index.rebuild_needed", index, part="engine", was=manifest.engine, now="-") from error
        self.analyzer = Analyzer(Dictionary(self._files.enter_context(mapped(folder / DICTIONARY))))
        self.synonyms = Synonyms.from_bytes((folder / SYNONYMS).read_bytes())
        self.items = self._files.enter_context(closing(ItemStore(folder / ITEMS, index)))
        self.texts = self._files.enter_context(closing(TextStore(folder / TEXTS, index)))
        if len(self.texts) != len(self.items):
            raise IndexDamaged("index.damaged", index, file=TEXTS)
        self.documents = self._files.enter_context(closing(DocumentTable(folder / DOCUMENTS, index)))
        self.terms = self._files.enter_context(closing(TermStore(folder / TERMS, index)))
        self.spellings = self._files.enter_context(closing(Spellings(folder / SPELLINGS, index)))
        self.names = self._files.enter_context(closing(NameTable(folder / NAMES, index)))
        self.ids = self._files.enter_context(closing(KeyTable(folder / IDS, index)))
        self.columns = self._files.enter_context(closing(Columns(folder / COLUMNS, index)))
        self.engine: Engine = self._files.enter_context(
            closing(engines.open_engine(folder / manifest.engine, self.items, self.texts, self.columns,
                                        self.documents.starts)))
        self.collection = Collection(manifest.items, {
            # no item may hold a term of a kind that stands outside the items
            kind: manifest.statistics[kind]["total_length"] / max(1, manifest.items) or 1.0 for kind in KINDS})
        self.rarities = Rarities(self.collection, self.terms)

    def close(self) -> None:
        """Let go of all files."""
        self._files.close()

    def scorer(self, terms: RankingTerms) -> Scorer:
        """What scores items for the ranking terms of a query; numpy, to the same scores, only where loading it pays."""
        self._scorers += 1
        if len(self.items) < MANY and self._scorers < MANY_SEARCHES:
            return Scorer(terms, self.collection, self.terms, self.texts)
        from policysearch.ranking.array_scores import ArrayScorer
        return ArrayScorer(terms, self.collection, self.terms, self.texts)

    def statistics(self) -> Statistics:
        """Sizes, fields and problems of the index."""
        manifest = self._generation.manifest
        figures = manifest.statistics
        words, bigrams = (TermStatistics(**figures[kind]) for kind in ("word", "bigram"))
        return Statistics(engine=manifest.engine, items=manifest.items, documents=manifest.documents,
                          parts=figures["parts"], filled=figures["filled"], words=words, bigrams=bigrams,
                          bytes=sum(sums["size"] for sums in manifest.files.values()), built=manifest.built,
                          problems=manifest.reading_problems())

    @contextmanager
    def damage_named(self) -> Iterator[None]:
        """Turn whatever a damaged file causes into an error that names the file; other faults pass unchanged."""
        try:
            yield
        except PolicySearchError:
            raise
        except Exception as error:
            name = damaged_file(self._generation.folder, self._generation.manifest)
            if name:
                raise IndexDamaged("index.damaged", self._generation.index, file=name) from error
            raise
