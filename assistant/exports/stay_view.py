"""A stay under review, arranged for a page: texts cut where evidence begins and ends, codes with their state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.stay import ClinicianQuery, RejectedCode, ReportSpan, StayCode, StayDocument
from assistant.domain.stay_review import Decision, DecisionKind, StayReview


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a document's text that the same items rest on: ``refs`` names them."""

    text: str
    refs: tuple[str, ...]

    @property
    def proof(self) -> bool:
        """Whether a proposed code rests on it."""
        return any(ref.startswith("c") for ref in self.refs)


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document of the stay in pieces."""

    document: StayDocument
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A proposed or added code: ``now`` is what stands for it, ``last`` what was last decided."""

    ref: str
    code: StayCode
    now: StayCode
    last: Decision | None

    @property
    def rejected(self) -> bool:
        """Whether somebody rejected it."""
        return self.last is not None and self.last.kind is DecisionKind.REJECTED


@dataclass(frozen=True, slots=True)
class StayView:
    """What a stay's page shows. Refs: ``c`` and a number for codes, ``r`` for rejected candidates, ``q`` questions."""

    documents: tuple[ShownDocument, ...]
    codes: tuple[ShownCode, ...]
    rejected: tuple[tuple[str, RejectedCode], ...]
    queries: tuple[tuple[str, ClinicianQuery], ...]


def arrange_stay(review: StayReview) -> StayView:
    """The view of a review."""
    coded = review.coded
    codes = tuple(_code(f"c{n}", code, review) for n, code in enumerate((*coded.codes, *review.added())))
    rejected = tuple((f"r{n}", each) for n, each in enumerate(coded.rejected))
    queries = tuple((f"q{n}", each) for n, each in enumerate(coded.queries))
    marks = [(shown.ref, span) for shown in codes for span in shown.code.evidence]
    marks += [(ref, span) for ref, each in rejected for span in each.evidence]
    marks += [(ref, span) for ref, query in queries for span in query.evidence]
    documents = [document for unit in review.stay.units for document in unit.documents]
    return StayView(
        tuple(ShownDocument(document, tuple(_pieces(document, marks))) for document in documents),
        codes,
        rejected,
        queries,
    )


def _code(ref: str, code: StayCode, review: StayReview) -> ShownCode:
    last = review.last(code.code)
    return ShownCode(ref, code, last.instead if last and last.instead else code, last)


def _pieces(document: StayDocument, marks: Sequence[tuple[str, ReportSpan]]) -> Iterator[Piece]:
    mine = [(ref, each.span) for ref, each in marks if each.document == document.id]
    cuts = sorted({0, len(document.text), *(at for _, span in mine for at in (span.start, span.end))})
    for start, end in zip(cuts, cuts[1:], strict=False):
        refs = tuple(dict.fromkeys(ref for ref, span in mine if span.start <= start and end <= span.end))
        yield Piece(document.text[start:end], refs)
