"""Drafting: from segments and facts to a report whose every sentence names what it rests on."""

from assistant.pipeline.drafting.beside import proposals
from assistant.pipeline.drafting.extractive import draft_extractive
from assistant.pipeline.drafting.finishing import finished
from assistant.pipeline.drafting.model import draft_with_model
from assistant.pipeline.drafting.overhearing import Follower
from assistant.pipeline.drafting.prompts import Prompts, load_prompts
from assistant.pipeline.drafting.template import Profile, Template, load_template

__all__ = [
    "Follower",
    "Profile",
    "Prompts",
    "Template",
    "draft_extractive",
    "draft_with_model",
    "finished",
    "load_prompts",
    "load_template",
    "proposals",
]
