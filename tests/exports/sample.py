"""A small checked consultation with everything a report can show, made by hand."""

from datetime import date

from assistant.domain.coding import CodeRole, CodeSuggestion, Nomenclature
from assistant.domain.consultation import Consultation
from assistant.domain.context import PatientContext, Sex
from assistant.domain.draft import (
    CheckedDraft,
    Citation,
    Draft,
    Provenance,
    ReportKind,
    Section,
    Sentence,
)
from assistant.domain.evidence import ContextEvidence, Evidence, SegmentEvidence
from assistant.domain.finding import Claim, Finding, FindingType, Omission, Severity, Verdict
from assistant.domain.knowledge import Passage, RankedPassage, Source
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.rendering import render

TURNS = (
    ("Médecin", SpeakerRole.CLINICIAN, "Bonjour Madame Perrin, qu'est-ce qui vous amène ?"),
    ("Patiente", SpeakerRole.PATIENT, "J'ai mal à la gorge depuis trois jours, et de la fièvre, 38,5 hier soir."),
    ("Médecin", SpeakerRole.CLINICIAN, "De la toux ?"),
    ("Patiente", SpeakerRole.PATIENT, "Non, pas de toux. Ma mère fait du diabète, je ne sais pas si ça compte."),
    ("Médecin", SpeakerRole.CLINICIAN, "Vous prenez toujours du paracétamol, 500 milligrammes trois fois par jour ?"),
    ("Patiente", SpeakerRole.PATIENT, "Oui. Et je suis allergique à la pénicilline, j'ai fait un œdème enfant."),
    ("Médecin", SpeakerRole.CLINICIAN, "Je fais le test rapide. Il est positif, c'est une angine à streptocoque."),
    (
        "Médecin",
        SpeakerRole.CLINICIAN,
        "Revenez si la fièvre dure plus de trois jours. Le test, <script>alert('x')</script>.",
    ),
)
HAS = Source("Angine : choix et durées d'antibiothérapies", "HAS", 2021, "https://www.has-sante.fr/angine")


def said(turn: int, words: str) -> SegmentEvidence:
    """The evidence that those words of a turn are."""
    start = TURNS[turn][2].index(words)
    return SegmentEvidence(turn, Span(start, start + len(words)))


Row = tuple[
    str,
    Verdict,
    float,
    tuple[Evidence, ...],
    tuple[tuple[FindingType, Severity, str, SegmentEvidence | None, str, str], ...],
]
SECTIONS: tuple[tuple[str, str, tuple[Row, ...]], ...] = (
    (
        "reason",
        "Motif",
        (
            (
                "Mal de gorge fébrile depuis trois jours.",
                Verdict.SUPPORTED,
                0.96,
                (said(1, "mal à la gorge depuis trois jours"), said(1, "de la fièvre")),
                (),
            ),
        ),
    ),
    (
        "history",
        "Antécédents",
        (
            (
                "Diabète.",
                Verdict.CONTRADICTED,
                0.07,
                (said(3, "Ma mère fait du diabète"),),
                (
                    (
                        FindingType.EXPERIENCER,
                        Severity.CRITICAL,
                        "Diabète",
                        said(3, "Ma mère fait du diabète"),
                        "Le diabète est celui de la mère, pas de la patiente.",
                        "Écrire « Antécédent familial : diabète chez la mère ».",
                    ),
                ),
            ),
        ),
    ),
    (
        "treatments",
        "Traitements en cours",
        (
            (
                "Paracétamol 1 g trois fois par jour.",
                Verdict.PARTLY,
                0.31,
                (said(4, "paracétamol, 500 milligrammes trois fois par jour"),),
                (
                    (
                        FindingType.DOSE,
                        Severity.CRITICAL,
                        "1 g",
                        said(4, "500 milligrammes"),
                        "La dose écrite est 1 g ; il a été dit 500 milligrammes.",
                        "Remplacer « 1 g » par « 500 mg ».",
                    ),
                ),
            ),
        ),
    ),
    (
        "story",
        "Histoire de la maladie",
        (
            ("Fièvre à 38,5 °C la veille au soir.", Verdict.SUPPORTED, 0.94, (said(1, "38,5 hier soir"),), ()),
            ("Pas de toux.", Verdict.SUPPORTED, 0.98, (said(2, "De la toux ?"), said(3, "Non, pas de toux.")), ()),
            (
                "Sujette aux angines.",
                Verdict.UNSUPPORTED,
                0.12,
                (),
                (
                    (
                        FindingType.FABRICATED,
                        Severity.MAJOR,
                        "Sujette aux angines",
                        None,
                        "Rien de tel n'a été dit.",
                        "Supprimer la phrase.",
                    ),
                ),
            ),
        ),
    ),
    (
        "conclusion",
        "Conclusion",
        (
            (
                "Angine à streptocoque A, test rapide positif.",
                Verdict.SUPPORTED,
                0.9,
                (said(6, "Il est positif, c'est une angine à streptocoque"),),
                (),
            ),
            ("Patiente déjà suivie pour hypertension.", Verdict.INFERRED, 0.7, (ContextEvidence("problems", 0),), ()),
        ),
    ),
    (
        "plan",
        "Conduite à tenir",
        (
            (
                "Revoir si la fièvre persiste plus de trois jours.",
                Verdict.SUPPORTED,
                0.95,
                (said(7, "Revenez si la fièvre dure plus de trois jours"),),
                (),
            ),
        ),
    ),
)


def draft() -> Draft:
    """The draft, in French."""
    sections = []
    for key, title, rows in SECTIONS:
        cites = (Citation("angine#suivi", HAS),) if key == "plan" else ()
        written = tuple(Sentence(f"{key}-{n}", row[0], row[3], cites) for n, row in enumerate(rows))
        sections.append(Section(key, title, written))
    made = Provenance("extractive", None, (("knowledge", "3f2a91c"), ("lexicons", "b81d04e")))
    footer = "Rédigé avec l'aide d'une IA, à relire et à valider."
    return Draft(ReportKind.CONSULTATION, "fr", "Compte rendu de consultation", tuple(sections), made, footer)


def check(draft: Draft) -> CheckedDraft:
    """Verdicts as written in the table above; a sentence that is not in it is supported. The allergy counts as left
    out until a sentence speaks of penicillin."""
    report, claims = render(draft), []
    table = {row[0]: row for _, _, rows in SECTIONS for row in rows}
    for placed in report.placed:
        words, start = placed.sentence.text, placed.span.start
        _, verdict, score, evidence, doubts = table.get(
            words, (words, Verdict.SUPPORTED, 0.9, placed.sentence.evidence, ())
        )
        findings = tuple(
            Finding(kind, severity, Span(start + words.index(on), start + words.index(on) + len(on)), proof, why, fix)
            for kind, severity, on, proof, why, fix in doubts
        )
        claims.append(Claim(placed.span, words, verdict, score, findings, evidence))
    left_out = () if "pénicilline" in report.text else (OMISSION,)
    return CheckedDraft(draft, report, tuple(claims), left_out)


OMISSION = Omission(
    "Allergie à la pénicilline (œdème dans l'enfance)",
    "allergy",
    Severity.CRITICAL,
    said(5, "je suis allergique à la pénicilline"),
)
CONTEXT = PatientContext(
    "Claire Perrin", date(1984, 3, 12), Sex.FEMALE, ("Pénicilline",), ("Amlodipine 5 mg",), ("Hypertension artérielle",)
)
PASSAGE = Passage(
    "angine#allergie",
    "fr",
    "Allergie",
    "En cas d'allergie vraie aux bêtalactamines, un macrolide est proposé.",
    HAS,
    date(2026, 1, 10),
)
CODES = (
    CodeSuggestion(
        "J020",
        "Pharyngite à streptocoques",
        Nomenclature.CIM10,
        2022,
        CodeRole.PRIMARY,
        0.91,
        (said(6, "angine à streptocoque"),),
        ("J030",),
    ),
    CodeSuggestion(
        "Z880",
        "Antécédents personnels d'allergie à la pénicilline",
        Nomenclature.CIM10,
        2022,
        CodeRole.SECONDARY,
        0.74,
        (said(5, "allergique à la pénicilline"),),
    ),
)
TRANSCRIPT = Transcript("fr", tuple(Turn(*turn) for turn in TURNS), "plain")


def sample() -> Consultation:
    """The consultation."""
    return Consultation(
        TRANSCRIPT, CONTEXT, (), check(draft()), (RankedPassage(PASSAGE, 0.8),), CODES, (("facts", 0.1),)
    )
