"""Sentences of dictation that was written down without punctuation, cut where a new subject takes up."""

import re
from collections.abc import Iterator

from assistant.domain.span import Span
from assistant.pipeline.text import fold

_LONG = 220
_MARK = re.compile(r"[,;:().]")
_PER_MARK = 110
_VERB = (
    r"(?:n'|ne |y |s'|se |lui |en )?(?:a|ont|avait|est|sont|etait|etaient|sera|seront|fut|montr\w+|"
    r"retrouv\w+|objectiv\w+|prend|prenait|presente|presentait|persist\w+|releve|vit|sort|rentre)\b"
)
_LITTLE = r"(?:le|la|les|un|une|des|au|aux|et|qui|que|dont|ou|pour|avec|sans|il|elle|on|nous|ils|elles)\b|l'"
_SUBJECT = re.compile(
    rf" (?=(?:(?:il|elle|on|nous|ils|elles) |(?:(?:le|la|les|un|une) |l')(?:(?!{_LITTLE})[\w'\-]+ ){{1,3}}(?={_VERB})"
    r"|au total |en conclusion |@ l'(?:entree|admission) |@ la sortie |par ailleurs |sur le plan ))"
)
_HOLDS_ON = re.compile(
    r"(?:\b(?:que|quand|lorsque|si|comme|ou|dont|car|et|mais|alors|puisque|@|de|dans|par|sur|sous|chez|avec|pour)|qu')$"
)


def clauses(text: str, sentence: Span) -> Iterator[Span]:
    """The clauses of a long sentence that has hardly a mark; any other sentence as it is."""
    words = sentence.of(text)
    if len(words) < _LONG or len(_MARK.findall(words)) > len(words) / _PER_MARK:
        yield sentence
        return
    folded = fold(words.replace("à", "@").replace("À", "@"))  # without its accent the preposition is a verb
    start = 0
    for match in _SUBJECT.finditer(folded):
        if not _HOLDS_ON.search(folded[: match.start()]):
            yield Span(start, match.start()).shifted(sentence.start)
            start = match.end()
    yield Span(start, len(words)).shifted(sentence.start)
