"""A model's proposals under ``/api/v1/encounters/ID/proposals``: listed, followed as they come, taken or left."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from assistant.domain.draft import Sentence
from assistant.domain.encounter import Actor
from assistant.domain.proposal import Decision
from assistant.services import choosing, encounters, proposing
from assistant.services.proposing import Glance
from assistant.services.workbench import Workbench
from assistant.web.security import User
from assistant.web.settings import work

router = APIRouter(prefix="/encounters/{encounter_id}/proposals")

LOOK_S = 0.2
LOOKS = 100
"""A stream ends after so many looks, and its reader comes again: who that is, is asked anew each time."""
AGAIN_MS = 300
"""How soon a reader comes again."""


class ProposalItem(BaseModel):
    """Sentences of a model, each passed by the checker, for the section with that key. ``replaces``: the ids of the
    report's sentences that they would stand for. ``open``: it can be taken or left now."""

    id: str
    section: str
    sentences: tuple[Sentence, ...]
    replaces: tuple[str, ...]
    decision: Decision
    open: bool


class ProposalList(BaseModel):
    """What the model offers so far. ``awaited``: more may come; ``failed``: why no more could, "" otherwise."""

    awaited: bool
    model: str
    failed: str
    proposals: list[ProposalItem]


class EventStream(StreamingResponse):
    """Server-sent events."""

    media_type = "text/event-stream"


@router.get("")
def list_proposals(request: Request, actor: User, encounter_id: str) -> ProposalList:
    """The language model's proposals, whatever became of them; none where no model words drafts."""
    return _list(work(request), actor, encounter_id)


@router.get("/events", response_class=EventStream)
def follow(request: Request, actor: User, encounter_id: str) -> EventStream:
    """The model at work, as server-sent events: ``writing`` (``{"section", "text"}``: words that nobody has checked,
    in no report, kept nowhere; ``null`` when they are done with), ``proposals`` (there are other proposals to list:
    how many), ``end`` (no more will come). A stream without ``end`` is asked for again."""
    bench = work(request)
    first = proposing.glance(bench, actor, encounter_id)
    return EventStream(_events(bench, actor, encounter_id, first))


@router.post("/{proposal_id}/take")
def take(request: Request, actor: User, encounter_id: str, proposal_id: str) -> ProposalList:
    """Put a proposal in the place of the sentences that it holds; all proposals afterwards. 409 where one of these was
    edited."""
    choosing.take(work(request), actor, encounter_id, proposal_id)
    return _list(work(request), actor, encounter_id)


@router.post("/{proposal_id}/leave")
def leave(request: Request, actor: User, encounter_id: str, proposal_id: str) -> ProposalList:
    """Decide against a proposal; all proposals afterwards."""
    choosing.leave(work(request), actor, encounter_id, proposal_id)
    return _list(work(request), actor, encounter_id)


def _list(bench: Workbench, actor: Actor, encounter_id: str) -> ProposalList:
    seen = proposing.glance(bench, actor, encounter_id)
    if seen.made is None:
        return ProposalList(awaited=seen.awaited, model="", failed="", proposals=[])
    still_open = {one.id for one in choosing.open_proposals(seen.made, encounters.read(bench, actor, encounter_id))}
    items = [
        ProposalItem(
            id=one.id,
            section=one.section,
            sentences=one.sentences,
            replaces=one.replaces,
            decision=one.decision,
            open=one.id in still_open,
        )
        for one in seen.made.offered
    ]
    return ProposalList(awaited=seen.awaited, model=seen.made.model, failed=seen.made.failed, proposals=items)


async def _events(bench: Workbench, actor: Actor, encounter_id: str, first: Glance) -> AsyncIterator[str]:
    """What changes from look to look. The model knows nothing of who reads: one who leaves stops nothing."""
    yield f"retry: {AGAIN_MS}\n\n"
    last, now = Glance(None, None, True), first
    for _ in range(LOOKS):
        for event in _changes(last, now):
            yield event
        if not now.awaited:
            return
        await asyncio.sleep(LOOK_S)
        last, now = now, await run_in_threadpool(proposing.glance, bench, actor, encounter_id)


def _changes(last: Glance, now: Glance) -> Iterator[str]:
    if now.made != last.made:
        yield _event("proposals", len(now.made.offered) if now.made is not None else 0)
    if now.writing != last.writing:
        words = now.writing
        yield _event("writing", {"section": words.section, "text": words.text} if words is not None else None)
    if not now.awaited:
        yield _event("end", None)


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
