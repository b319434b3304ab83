# ruff: noqa: E501
"""The checker through its public functions: tagged examples of every finding, properties, drafts."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.domain.context import PatientContext
from assistant.domain.draft import Draft, Provenance, ReportKind, Section, Sentence
from assistant.domain.evidence import AssertionEvidence, SegmentEvidence
from assistant.domain.finding import FindingType, NoteCheck, Severity, Verdict
from assistant.domain.language import Language
from assistant.domain.span import Span
from assistant.domain.transcript import SpeakerRole, Transcript, Turn, Word
from assistant.pipeline.checking import check_draft, check_note, finding_key
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.rendering import render

LEXICONS = Path(__file__).parents[3] / "knowledge" / "lexicons"
ROLES = {"D": SpeakerRole.CLINICIAN, "P": SpeakerRole.PATIENT, "C": SpeakerRole.COMPANION}
NOBODY = PatientContext()


def said(language: Language, *lines: str) -> Transcript:
    turns = tuple(Turn(line[0], ROLES[line[0]], line[3:]) for line in lines)
    return Transcript(language, turns, "test")


def check(note: str, transcript: Transcript, context: PatientContext = NOBODY) -> NoteCheck:
    return check_note(note, transcript, context, load_lexicon(LEXICONS, transcript.language))


def kinds(result: NoteCheck) -> list[FindingType]:
    return [finding.type for claim in result.claims for finding in claim.findings]


# (type, the word the finding must be on, language, transcript, note)
EXAMPLES: list[tuple[str, str, Language, tuple[str, ...], str]] = [
    ("dose", "500 mg", "en", ("D: I'll start you on metformin 850 mg twice a day.",), "Start metformin 500 mg twice a day."),
    ("dose", "40 mg", "fr", ("D: Je vous mets du Solupred, soixante milligrammes le matin.",), "Prednisolone 40 mg le matin."),
    ("number", "150/80", "fr", ("D: La tension est à treize huit.",), "PA 150/80."),
    ("unit", "5 mL", "en", ("D: Take 5 mg of prednisone.",), "Prednisone 5 mL."),
    ("unit", "0,6 mg", "fr", ("D: Il y a zéro virgule six gramme de protéines dans les urines.",), "Protéinurie 0,6 mg."),
    ("frequency_duration", "6 weeks", "en", ("P: The back pain has been there for 6 days.",), "Back pain for 6 weeks."),
    ("frequency_duration", "3 mois", "fr", ("P: J'ai mal au dos depuis trois semaines.",), "Lombalgie depuis 3 mois."),
    ("drug_swap", "warfarin", "en", ("D: Keep taking your lisinopril 10 mg.",), "Continue warfarin 10 mg."),
    ("drug_swap", "dabigatran", "fr", ("D: On passe à l'Eliquis, deux prises par jour.",), "Relais par dabigatran."),
    ("laterality_site", "left", "en", ("P: My right knee hurts when I walk.",), "Pain in the left knee."),
    ("laterality_site", "gauche", "fr", ("P: J'ai mal au genou droit.",), "Gonalgie gauche, genou gauche douloureux."),
    ("negation", "fever", "en", ("D: Any fever?", "P: No."), "The patient has fever."),
    ("negation", "vomissements", "fr", ("D: Vous avez vomi ?", "P: Non."), "Nausées avec vomissements."),
    ("experiencer", "diabète", "fr", ("P: Ma sœur a un diabète. Moi, rien."), "Diabète."),
    ("certainty", "confirmée", "fr", ("D: C'est peut-être une angine, on verra."), "Angine confirmée."),
    ("superseded", "3 comprimés", "fr", ("P: J'ai pris trois comprimés hier... non, quatre comprimés.",), "Prise de 3 comprimés hier."),
    ("fabricated", "palpitations", "en", ("P: I have had a cough for two days.",), "Cough for two days with palpitations."),
    ("fabricated", "fièvre", "fr", ("P: J'ai mal en bas à droite depuis hier soir."), "Douleur depuis hier soir avec fièvre."),
    ("negation", "Pas d'allergie connue", "fr", ("D: Des allergies ?", "P: Oui, la pénicilline."), "Pas d'allergie connue."),
    ("negation", "No known drug allergies", "en", ("D: Any allergies?", "P: Yes, penicillin."), "No known drug allergies."),
    ("dose", "25 mg", "en", ("D: We take the lisinopril to 20 mg. The hydrochlorothiazide stays at 25 mg.",), "Lisinopril increased to 25 mg."),
    ("frequency_duration", "weekly", "en", ("D: Continue the Cozaar 100 mg daily.",), "Continue Cozaar 100 mg weekly."),
    ("frequency_duration", "10 jours", "fr", ("D: Pas de foot pendant dix jours.", "D: Je vous revois dans un mois."), "Revoir dans 10 jours."),
    ("frequency_duration", "few weeks", "en", ("D: See a doctor in the next few hours.",), "Advised to see a doctor in the next few weeks."),
    ("superseded", "12", "fr", ("P: Mes règles, le douze avril… ah non, le douze c'était l'anniversaire de ma sœur. C'était le dix-neuf.",), "DDR le 12 avril."),
    ("superseded", "mars", "fr", ("P: En mars. Euh, non, je confonds. C'était en mai.",), "Varicelle en mars."),
    ("superseded", "45%", "en", ("D: The ejection fraction is 45 , no , sorry , 55 % .",), "Ejection fraction of 45%."),
    ("experiencer", "colon cancer", "en", ("P: My mom had polyps. My sister got colon cancer at 44.",), "Mother with colon cancer at 44."),
    ("speaker", "kidney stones", "en", ("P: I've been told I had kidney stones.", "D: Your abdomen is soft."), "On examination, the physician found kidney stones."),
    ("speaker", "lactose", "fr", ("P: Pour moi c'est une intolérance au lactose, j'ai lu plein de choses.", "D: Ce sont des coliques."), "Intolérance au lactose retenue par le médecin."),
    ("certainty", "Mélanome", "fr", ("P: C'est un mélanome ?", "D: Je ne peux pas vous le dire à l'œil."), "Mélanome dorsal."),
    ("certainty", "débuté", "fr", ("D: L'idée, ce serait de passer au Keytruda, on décidera après.",), "Pembrolizumab débuté."),
    ("temporality", "after", "en", ("D: Did the rash come before or after the antibiotic?", "P: Oh, before. She woke up with the rash, we got the amoxicillin Tuesday."), "Rash appeared after starting amoxicillin."),
    ("temporality", "resolved", "en", ("P: I have had fatigue for two weeks, I feel awful.",), "Past history of fatigue, resolved."),
    ("laterality_site", "left", "en", ("D: There is pain to palpation of the right knee.", "D: Your left shoulder looks fine."), "Pain to palpation of the left knee."),
    ("temporality", "Inexium", "fr", ("D: L'Inexium, vous l'arrêtez.",), "Poursuite de l'Inexium."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "word", "language", "lines", "note"), EXAMPLES, ids=lambda value: str(value)[:24])
def test_an_error_is_found_on_its_word(kind: str, word: str, language: Language, lines: object, note: str) -> None:
    spoken = (lines,) if isinstance(lines, str) else tuple(lines)  # type: ignore[arg-type]
    result = check(note, said(language, *spoken))
    assert FindingType(kind) in kinds(result)
    flagged = [f for c in result.claims for f in c.findings if f.type == kind]
    assert all(f.reason and f.fix for f in flagged)
    if word in note:
        assert any(word.startswith(f.claim_span.of(note)) or word in f.claim_span.of(note) for f in flagged)


TRUE: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("D: La tension est à treize huit.",), "TA 13/8."),
    ("fr", ("P: Ça dure depuis un mois et demi.",), "Évolution depuis 6 semaines."),
    ("fr", ("D: Un Doliprane, un gramme trois fois par jour.",), "Paracétamol 1 g x 3/j."),
    ("fr", ("D: De la fièvre ?", "P: Non."), "Pas de fièvre."),
    ("fr", ("P: J'ai mal à la tête depuis deux jours.",), "Céphalées depuis 2 jours."),
    ("fr", ("P: J'ai mal au genou gauche... euh non, droit."), "Gonalgie droite."),
    ("fr", ("P: Mon père a du diabète.",), "Diabète chez le père."),
    ("en", ("D: Any chest pain?", "P: No, none."), "Denies chest pain."),
    ("en", ("D: Any chest pain?", "P: No.", "P: My back pain is worse."), "Denies chest pain."),
    ("en", ("D: Okay any nausea or vomiting", "P: No."), "Nil nausea/vomiting."),
    ("en", ("P: It has been going on for 3 days.",), "3/7 hx."),
    ("en", ("P: It started about a year and a half ago.",), "Onset approximately 1.5 years ago."),
    ("en", ("P: The baby takes four ounces.",), "Feeds of 120 mL."),
    ("en", ("D: Call nine nine nine.",), "Advised to call 999."),
    ("fr", ("P: Il touche pas à son assiette.",), "Anorexie."),
    ("fr", ("D: C'est peut-être un début d'otite, je veux le recontrôler.",), "Possible : début d'otite, recontrôler."),
    ("fr", ("P: Je n'avais plus de fièvre.",), "Apyrexie."),
    ("fr", ("D: La toux, elle est grasse ?", "P: Non non, sèche."), "Toux sèche."),
    ("fr", ("D: Alors les globules blancs à seize mille.",), "Hyperleucocytose à 16 G/L."),
    ("fr", ("P: Le Glucophage mille, un le matin et un le soir.",), "Metformine 2 g/j."),
    ("fr", ("P: La jambe, ça a commencé en juillet. Et là, novembre.",), "Évolution depuis 4 mois."),
    ("en", ("D: Take Tylenol 500 mg twice a day.",), "Acetaminophen 500 mg twice a day."),
    ("en", ("P: My left shoulder hurts.",), "Left shoulder pain."),
    ("en", ("P: I get short of breath on stairs.",), "Dyspnea on exertion."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "lines", "note"), TRUE, ids=lambda value: str(value)[:24])
def test_what_was_said_is_not_flagged(language: Language, lines: object, note: str) -> None:
    spoken = (lines,) if isinstance(lines, str) else tuple(lines)  # type: ignore[arg-type]
    result = check(note, said(language, *spoken))
    assert kinds(result) == []
    assert all(claim.verdict in (Verdict.SUPPORTED, Verdict.INFERRED) for claim in result.claims)


VISIT = said(
    "en",
    "D: What brings you in?",
    "P: I have had a cough for two weeks, and my left ear hurts.",
    "D: Any fever?",
    "P: No fever.",
    "D: I will give you amoxicillin 500 mg three times a day for 7 days.",
    "P: I had a rash with penicillin as a child.",
    "D: Then we use doxycycline 100 mg instead. Come back in two weeks.",
)


@given(order=st.integers(0, len(VISIT.turns) - 1))
def test_a_claim_copied_from_its_evidence_is_never_flagged(order: int) -> None:
    assert kinds(check(VISIT.turns[order].text, VISIT)) == []


@given(amount=st.integers(2, 5000).filter(lambda n: n != 100))
def test_a_flipped_number_is_always_flagged(amount: int) -> None:
    transcript = said("en", "D: We start lisinopril 100 mg every morning.")
    assert kinds(check(f"Start lisinopril {amount} mg every morning.", transcript))


@given(extra=st.lists(st.sampled_from(["Nice weather.", "How is the dog?", "Please take a seat."]), max_size=20))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_unrelated_turns_change_no_verdict(extra: list[str]) -> None:
    note = "Cough for 2 weeks. Right ear pain. No fever. Aspirin 100 mg."
    longer = Transcript("en", (*VISIT.turns, *(Turn("P", SpeakerRole.PATIENT, text) for text in extra)), "test")
    verdicts = [claim.verdict for claim in check(note, VISIT).claims]
    assert [claim.verdict for claim in check(note, longer).claims] == verdicts


@given(note=st.text(max_size=200), spoken=st.text(max_size=200), language=st.sampled_from(["fr", "en"]))
@settings(deadline=None)
def test_any_text_is_checked_and_wholly_covered(note: str, spoken: str, language: Language) -> None:
    result = check(note, Transcript(language, (Turn("?", SpeakerRole.UNKNOWN, spoken),), "test"))
    covered = {at for claim in result.claims for at in range(claim.span.start, claim.span.end)}
    bare = {at for at, character in enumerate(note) if not character.isspace()}
    # A line of ornaments and a known heading is the only thing that may stand outside the claims.
    assert not {at for at in bare - covered if note[at].isdigit()}
    for claim in result.claims:
        assert claim.text == claim.span.of(note)
        assert 0 <= claim.score <= 1


def test_headings_are_no_claims_in_either_language() -> None:
    result = check("ASSESSMENT AND PLAN\nCough.\nFH: none\n", VISIT)
    assert [claim.text for claim in result.claims] == ["Cough.", "none"]
    french = check("Motif : toux.\nConduite à tenir :\nRepos.", said("fr", "P: Je tousse."))
    assert [claim.text for claim in french.claims] == ["toux.", "Repos."]


def test_critical_omissions_are_named_with_their_evidence() -> None:
    transcript = said("en", "D: Any allergies?", "P: Yes, penicillin.", "D: I will start you on apixaban 5 mg.")
    omitted = {omission.type: omission for omission in check("Cough.", transcript).omissions}
    assert omitted["allergy"].severity is Severity.CRITICAL
    assert "anticoagulant" in omitted
    evidence = omitted["anticoagulant"].evidence
    assert evidence.span.of(transcript.turns[evidence.turn].text) == "apixaban"
    assert not check("Allergic to penicillin. Start apixaban 5 mg.", transcript).omissions


def test_a_planned_drug_meets_a_recorded_allergy() -> None:
    context = PatientContext(allergies=("pénicilline",))
    transcript = said("fr", "D: Je vous mets du Clamoxyl, un gramme matin et soir.")
    found = check("Conduite à tenir : Clamoxyl 1 g x 2/j.", transcript, context).findings
    assert [finding.type for finding in found] == [FindingType.ALLERGY_ALERT]
    assert found[0].severity is Severity.CRITICAL


def test_the_same_substance_twice_is_reported() -> None:
    transcript = said("fr", "D: Doliprane un gramme le matin, et Dafalgan un gramme le soir.")
    found = check("CAT : Doliprane 1 g le matin. Dafalgan 1 g le soir.", transcript).findings
    assert FindingType.DUPLICATE_DRUG in {finding.type for finding in found}


def draft_of(*sentences: Sentence) -> Draft:
    section = Section("history", "History", sentences)
    return Draft(ReportKind.CONSULTATION, "en", "Note", (section,), Provenance("test", None))


def test_a_draft_has_one_claim_a_sentence_and_asserted_ones_are_left_alone() -> None:
    lexicon = load_lexicon(LEXICONS, "en")
    cited = SegmentEvidence(1, Span(0, len(VISIT.turns[1].text)))
    wrong = SegmentEvidence(2, Span(0, len(VISIT.turns[2].text)))
    draft = draft_of(
        Sentence("1", "Cough for 2 weeks, left ear pain.", (cited,)),
        Sentence("2", "Cough for 2 weeks, left ear pain.", (wrong,)),
        Sentence("3", "Mild hyperkalaemia and a hip fracture in 1999.", (AssertionEvidence("me"),)),
        Sentence("4", "Right ear pain.", (AssertionEvidence("me"),)),
    )
    report = render(draft)
    checked = check_draft(draft, report, VISIT, transcript_facts(VISIT, lexicon), NOBODY, lexicon)
    types = [[finding.type.value for finding in claim.findings] for claim in checked.claims]
    assert types[0] == []
    assert types[1] == ["citation"]
    assert types[2] == []
    assert types[3] == ["laterality_site"]
    assert [claim.span for claim in checked.claims] == [placed.span for placed in report.placed]


def test_a_finding_keeps_its_key_when_its_sentence_moves() -> None:
    first = check("Right ear pain.", VISIT).claims[0]
    second = check("Cough.\nRight ear pain.", VISIT).claims[1]
    assert first.findings
    assert finding_key(first.findings[0], first.text) == finding_key(second.findings[0], second.text)


def heard(confidence: float) -> Transcript:
    text = "I take warfarin every day."
    start = text.index("warfarin")
    word = Word(Span(start, start + len("warfarin")), 0.0, 1.0, confidence)
    return Transcript("en", (Turn("patient", SpeakerRole.PATIENT, text, words=(word,)),), "test")


def test_what_rests_on_a_word_heard_unsurely_says_so_and_scores_less() -> None:
    (sure,) = check("Takes warfarin.", heard(0.95)).claims
    (unsure,) = check("Takes warfarin.", heard(0.2)).claims
    assert not sure.findings
    (finding,) = unsure.findings
    assert finding.type is FindingType.CERTAINTY and finding.severity is Severity.MINOR
    assert "warfarin" in finding.reason and unsure.score < sure.score
    assert unsure.verdict is sure.verdict
