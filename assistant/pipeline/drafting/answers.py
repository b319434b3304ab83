"""Questions and their short answers: what a "no" denies, in the question's own words."""

from assistant.pipeline.drafting.wording import Wording


def _plain(text: str) -> str:
    return text.replace("’", "'").strip()


def is_no(text: str, wording: Wording) -> bool:
    """Whether an answer opens with a no."""
    return wording.no.match(_plain(text)) is not None


def is_yes(text: str, wording: Wording) -> bool:
    """Whether an answer opens with a yes."""
    return wording.yes.match(_plain(text)) is not None


def without_answer(text: str, wording: Wording) -> str:
    """An answer's words after its yes or no."""
    plain = _plain(text)
    opening = wording.no.match(plain) or wording.yes.match(plain)
    return plain[opening.end() :] if opening else plain


def absent_items(question: str, wording: Wording) -> list[str]:
    """The names of what a question asks for ("De la fièvre, des frissons ?"), without articles.

    Empty unless the whole question is such a list: a "no" to anything else may deny something else.
    """
    plain = _plain(question)
    for pattern in wording.asked_items:
        match = pattern.search(plain)
        if match and not wording.item_bad.search(match["items"]):
            pieces = wording.item_split.split(match["items"])
            items = [wording.item_article.sub("", piece.strip()).strip(" .,") for piece in pieces]
            return [item for item in items if item]
    return []


def asked_label(question: str, wording: Wording) -> str | None:
    """The noun for what a question asks with a verb, where the wording knows one."""
    plain = _plain(question)
    return next((asked.label for asked in wording.asked if asked.pattern.search(plain)), None)


def question_subject(question: str, wording: Wording) -> str | None:
    """What a question is about where it opens with it ("La Ventoline, vous la prenez …"), without article."""
    match = wording.question_subject.match(_plain(question))
    return None if match is None else match["items"].strip()
