"""Reports coded with the product's own tables, for the tests of stays."""

from assistant.bootstrap import stay_tools
from assistant.config import Settings
from assistant.domain.coding import CodeRole
from assistant.pipeline.coding.patient import stay_of
from assistant.pipeline.coding.report import read_report
from assistant.pipeline.coding.stay import code_stay

TOOLS = stay_tools(Settings())


def roles(text: str) -> dict[str, CodeRole]:
    """The codes of a French report, each with its role."""
    return {code.code: code.role for code in code_stay(stay_of(text, "r", TOOLS.status.patterns), TOOLS).codes}


def evidence(text: str) -> dict[str, list[str]]:
    """The codes of a French report, each with the sentences that prove it."""
    coded = code_stay(stay_of(text, "r", TOOLS.status.patterns), TOOLS)
    return {code.code: [span.text for span in code.evidence] for code in coded.codes}


def section_of(text: str, words: str) -> str:
    """The section that a report's ``words`` stand in."""
    report = read_report(text, TOOLS.sections)
    return report.sentences[report.sentence_at(text.index(words))].section
