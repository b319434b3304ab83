"""Spans: end exclusive, of a text that the holder names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.span import Span


@given(st.text(), st.data())
def test_a_span_covers_exactly_its_characters(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert len(Span(start, end).of(text)) == end - start
    assert Span(start, end).shifted(3).of("abc" + text) == Span(start, end).of(text)


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1)])
def test_what_is_no_span_is_refused(start, end):
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [(Span(0, 3), Span(2, 5), True), (Span(0, 3), Span(3, 5), False)],
)
def test_two_spans_overlap_where_they_share_a_character(one, other, share):
    assert one.overlaps(other) is share
    assert other.overlaps(one) is share
