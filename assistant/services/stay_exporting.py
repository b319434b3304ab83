"""A validated stay for other programs; exporting it is a move of its life."""

import json
from typing import Literal, get_args

from assistant.domain.encounter import Actor
from assistant.domain.stay import CodedStay
from assistant.domain.stay_review import StayAction, StayReview
from assistant.exports.stay import stay_csv, stay_text
from assistant.exports.stay_fhir import stay_bundle
from assistant.exports.texts import Texts
from assistant.services import stay_review
from assistant.services.stay_moves import move_stay
from assistant.services.workbench import Workbench

StayForm = Literal["csv", "fhir", "text"]
FORMS: tuple[StayForm, ...] = get_args(StayForm)


def export_stay(work: Workbench, actor: Actor, stay_id: str, form: StayForm, texts: Texts) -> str:
    """The codes that were decided. Raises ``StateError`` before validation, and as ``move_stay`` does."""
    written: list[str] = []

    def change(review: StayReview) -> StayReview:
        exported, coded = stay_review.export(review)
        written.append(_rendered(stay_id, review, coded, form, texts))
        return exported

    move_stay(work, actor, StayAction.EXPORT, stay_id, change, form=form)
    return written[0]


def _rendered(stay_id: str, review: StayReview, coded: CodedStay, form: StayForm, texts: Texts) -> str:
    if form == "csv":
        return stay_csv(stay_id, coded)
    if form == "fhir":
        return json.dumps(stay_bundle(stay_id, review.stay, coded), ensure_ascii=False, indent=1) + "\n"
    return stay_text(coded, texts)
