"""Finding texts by words: stems, BM25 and misspellings by character trigrams. Pure, on numpy arrays.

BM25 follows Robertson and Zaragoza (2009), with the idf that is never negative (Lucene's).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain.language import Language
from assistant.pipeline.text import fold

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Arrays = dict[str, NDArray[np.generic]]

_DOUBLED = re.compile(r"([a-z])\1")
_WORD = re.compile(r"[a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_K1 = 1.2
_B = 0.6
_FRENCH_ENDINGS = (("aux", "al"), ("euse", "eux"), ("ive", "if"), ("trice", "teur"), ("enne", "en"))


def plain_words(text: str) -> list[str]:
    """The text's words: lower case, without accents, ligatures opened, punctuation dropped."""
    return _WORD.findall(fold(text.translate(_LIGATURES)))


def stem(word: str, language: Language) -> str:
    """A word without number and gender, by ending alone; words of four letters or fewer stay as they are."""
    if len(word) <= 4 or word.isdigit():
        return word
    if language == "en":
        if word.endswith("ies"):
            return word[:-3] + "y"
        return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    if word.endswith("oux"):
        return word[:-1]
    plural = word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    for ending, replacement in _FRENCH_ENDINGS:
        if plural.endswith(ending):
            return plural[: -len(ending)] + replacement
    return plural.rstrip("e") if len(plural) > 4 else plural


def stems(text: str, language: Language, stop: frozenset[str] = frozenset()) -> list[str]:
    """The stems of the text's words that are not in ``stop`` (folded whole words)."""
    return [stem(word, language) for word in plain_words(text) if word not in stop]


@dataclass(frozen=True, slots=True)
class Postings:
    """An inverted index. ``starts[t]:starts[t + 1]`` are the postings of term ``t`` in ``documents``, with their
    BM25 ``weights``; ``idf`` is one figure a term."""

    vocabulary: dict[str, int]
    starts: Ints
    documents: Ints
    weights: Floats
    idf: Floats
    size: int

    @classmethod
    def build(cls, documents: Sequence[Mapping[str, float]]) -> "Postings":
        """Index documents given as term weights (a term frequency, or less for a weaker field)."""
        vocabulary = {term: at for at, term in enumerate(sorted({term for document in documents for term in document}))}
        lengths = np.array([sum(document.values()) for document in documents], dtype=np.float32)
        mean = float(lengths.mean()) if len(documents) else 1.0
        triples = [
            (vocabulary[term], at, frequency)
            for at, document in enumerate(documents)
            for term, frequency in document.items()
        ]
        terms = np.array([triple[0] for triple in triples], dtype=np.int32)
        holders = np.array([triple[1] for triple in triples], dtype=np.int32)
        counts = np.array([triple[2] for triple in triples], dtype=np.float32)
        order = np.argsort(terms, kind="stable")
        terms, holders, counts = terms[order], holders[order], counts[order]
        per_term = np.bincount(terms, minlength=len(vocabulary))
        idf = np.log(1 + (len(documents) - per_term + 0.5) / (per_term + 0.5)).astype(np.float32)
        saturation = counts * (_K1 + 1) / (counts + _K1 * (1 - _B + _B * lengths[holders] / max(mean, 1e-6)))
        starts = np.concatenate([[0], np.cumsum(per_term)]).astype(np.int32)
        return cls(vocabulary, starts, holders, (idf[terms] * saturation).astype(np.float32), idf, len(documents))

    def scores(self, query: Iterable[tuple[int, float]]) -> Floats:
        """One score a document for a query of (term, weight)."""
        total = np.zeros(self.size, dtype=np.float32)
        for term, weight in query:
            span = slice(self.starts[term], self.starts[term + 1])
            # A document holds a term once, so plain indexing adds every posting.
            total[self.documents[span]] += weight * self.weights[span]
        return total

    def best_scores(self, query: Iterable[Sequence[tuple[int, float]]]) -> Floats:
        """One score a document for words that may each be one of several (term, weight): the best of them counts."""
        total = np.zeros(self.size, dtype=np.float32)
        for options in query:
            if len(options) == 1:
                term, weight = options[0]
                span = slice(self.starts[term], self.starts[term + 1])
                total[self.documents[span]] += weight * self.weights[span]
                continue
            best = np.zeros(self.size, dtype=np.float32)
            for term, weight in options:
                span = slice(self.starts[term], self.starts[term + 1])
                holders = self.documents[span]
                best[holders] = np.maximum(best[holders], weight * self.weights[span])
            total += best
        return total

    def best_scores_within(self, query: Iterable[Sequence[tuple[int, float]]], first: int, end: int) -> Floats:
        """``best_scores`` of the documents from ``first`` to before ``end`` alone."""
        total = np.zeros(end - first, dtype=np.float32)
        for options in query:
            best = np.zeros(end - first, dtype=np.float32)
            for term, weight in options:
                start, stop = self.starts[term], self.starts[term + 1]
                # The documents of a term stand in their order.
                low, high = start + np.searchsorted(self.documents[start:stop], (first, end))
                holders = self.documents[low:high] - first
                best[holders] = np.maximum(best[holders], weight * self.weights[low:high])
            total += best
        return total

    def arrays(self) -> Arrays:
        """The index as arrays; ``from_arrays`` takes it back."""
        terms = "\n".join(self.vocabulary).encode()
        return {
            "terms": np.frombuffer(terms, dtype=np.uint8),
            "starts": self.starts,
            "documents": self.documents,
            "weights": self.weights,
            "idf": self.idf,
            "size": np.array([self.size], dtype=np.int32),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Postings":
        """The index that ``arrays`` gave."""
        terms = arrays["terms"].tobytes().decode().split("\n")
        return cls(
            {term: at for at, term in enumerate(terms)},
            arrays["starts"].astype(np.int32, copy=False),
            arrays["documents"].astype(np.int32, copy=False),
            arrays["weights"].astype(np.float32, copy=False),
            arrays["idf"].astype(np.float32, copy=False),
            int(arrays["size"][0]),
        )


def sounded(word: str) -> str:
    """The word as it sounds, roughly: ``y`` as ``i``, ``ph`` as ``f``, ``th`` as ``t``, doubled letters once."""
    return _DOUBLED.sub(r"\1", word.replace("ph", "f").replace("th", "t").replace("y", "i"))


def trigrams(word: str) -> set[str]:
    """The three-letter pieces of the word as it sounds, its two ends marked."""
    marked = f"^{sounded(word)}$"
    return {marked[at : at + 3] for at in range(len(marked) - 2)}


class Spelling:
    """The words of a vocabulary that look like a given word."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._words = [word for word in vocabulary if word.isalpha() and len(word) > 3]
        pieces = [trigrams(word) for word in self._words]
        holders: dict[str, list[int]] = {}
        for at, of_word in enumerate(pieces):
            for piece in of_word:
                holders.setdefault(piece, []).append(at)
        self._holders = {piece: np.array(words, dtype=np.int32) for piece, words in holders.items()}
        self._sizes = np.array([len(of_word) for of_word in pieces], dtype=np.int32)

    def near(self, word: str, floor: float, top: int) -> list[tuple[str, float]]:
        """The ``top`` most similar words (Dice over trigrams, 0 to 1) of at least ``floor``, best first."""
        pieces = trigrams(word)
        shared = np.zeros(len(self._words), dtype=np.int32)
        for piece in pieces:
            if piece in self._holders:
                shared[self._holders[piece]] += 1
        likeness = 2 * shared / (len(pieces) + self._sizes)
        alike = np.flatnonzero(likeness >= floor)
        best = alike[np.argsort(-likeness[alike], kind="stable")[:top]]
        return [(self._words[at], float(likeness[at])) for at in best]


def fuse(rankings: Sequence[Sequence[str]], constant: int = 60) -> list[str]:
    """Several rankings as one, by reciprocal rank (Cormack et al. 2009)."""
    total: Counter[str] = Counter()
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            total[item] += 1 / (constant + rank)  # type: ignore[assignment]
    return sorted(total, key=lambda item: (-total[item], item))
