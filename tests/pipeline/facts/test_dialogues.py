"""Questions and answers, corrections, and drugs spoken of over several turns."""

from assistant.domain.fact import DrugAction, Fact, FactKind
from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.facts import transcript_facts
from assistant.pipeline.lexicon import load_lexicon
from tests.pipeline.facts.tagged import LEXICONS, assert_dialogue


def heard(language: Language, *lines: str) -> list[Fact]:
    """The facts of lines said by a clinician and a patient in turn, the clinician first."""
    roles = (SpeakerRole.CLINICIAN, SpeakerRole.PATIENT)
    turns = tuple(Turn(roles[i % 2], roles[i % 2], line) for i, line in enumerate(lines))
    return list(transcript_facts(Transcript(language, turns, "test"), load_lexicon(LEXICONS, language)))


def test_a_question_states_nothing_and_no_denies_it() -> None:
    assert_dialogue("en", "D: Any fever?", "P: [[No|problem:fever negated answers=0]].")
    assert_dialogue("fr", "D: De la fièvre ?", "P: [[Non|problem:fever negated answers=0]].")
    assert heard("en", "Any fever?") == []


def test_yes_grants_what_was_asked() -> None:
    assert_dialogue("en", "D: Do you have chest pain?", "P: [[Yes|problem:chest_pain answers=0]].")
    assert_dialogue("fr", "D: Vous toussez ?", "P: Euh, [[oui|problem:cough answers=0]], un peu.")


def test_one_answer_serves_every_question_of_the_turn() -> None:
    facts = heard("fr", "De la fièvre ? Des crachats ?", "Non, ni l'un ni l'autre.")
    assert [(f.concept, f.qualifiers.negated, f.answers) for f in facts] == [("fever", True, 0), ("sputum", True, 0)]
    facts = heard("en", "Any fever or chills?", "No.")
    assert [(f.concept, f.qualifiers.negated) for f in facts] == [("fever", True), ("chills", True)]


def test_no_before_a_noun_belongs_to_the_noun() -> None:
    assert_dialogue("en", "D: How are you?", "P: No [[fever|problem:fever negated]], but [[chills|problem:chills]].")


def test_the_relative_asked_about_is_the_one_who_has_it() -> None:
    assert_dialogue("fr", "D: Dans la famille, y a de l'asthme ?", "P: Ma mère, [[oui|problem:asthma family]].")


def test_a_drug_named_in_answer_to_allergies_is_an_allergy() -> None:
    assert_dialogue("fr", "D: Des allergies ?", "P: Oui, la [[pénicilline|allergy:penicillins]].")
    assert_dialogue("fr", "D: Des allergies ?", "P: Oui, l'[[Augmentin|allergy:amoxicillin_clavulanate]].")
    assert_dialogue("en", "D: Any allergies?", "P: Yes, [[aspirin|allergy:aspirin]].")


def test_a_reaction_told_in_the_next_sentence_is_an_allergy_to_the_drug_before() -> None:
    facts = heard("fr", "Autre chose ?", "Notez l'Augmentin. Ça m'a fait gonfler la lèvre.")
    assert ("amoxicillin_clavulanate", FactKind.ALLERGY) in {(fact.concept, fact.kind) for fact in facts}


def test_a_correction_supersedes_what_it_corrects() -> None:
    for language, said in (
        ("en", "Take ibuprofen, one tablet twice a day. No, wait, two tablets twice a day."),
        ("fr", "L'Advil, un comprimé trois fois par jour. Euh non, deux comprimés trois fois par jour."),
    ):
        doses = [
            (fact.dose.value, fact.qualifiers.superseded)
            for fact in heard(language, said)  # type: ignore[arg-type]
            if fact.kind is FactKind.DRUG and fact.dose
        ]
        assert doses == [(1, True), (2, False)], language


def test_the_last_of_two_values_stands() -> None:
    facts = heard(
        "fr", "Alors ?", "La température, trente-huit cinq. Euh non, pardon, la température, trente-neuf deux."
    )
    values = [
        (f.quantity.value, f.qualifiers.superseded) for f in facts if f.kind is FactKind.MEASUREMENT and f.quantity
    ]
    assert values == [(38.5, True), (39.2, False)]


def test_a_stop_said_without_the_name_goes_to_the_drug_before() -> None:
    facts = heard("fr", "Le Flixotide, vous le prenez toujours ?", "Ben… non. J'ai arrêté à Noël.")
    assert [(f.concept, f.action) for f in facts if f.action is DrugAction.STOPPED] == [
        ("fluticasone", DrugAction.STOPPED)
    ]


def test_an_open_question_takes_its_drug_for_granted() -> None:
    facts = heard("fr", "La Ventoline, vous la prenez combien de fois ?", "Oh, tous les jours.")
    assert [(fact.concept, fact.answers) for fact in facts if fact.kind is FactKind.DRUG] == [("salbutamol", 0)]


def test_he_and_she_right_after_a_relative_are_that_relative() -> None:
    for language, line, concept, family in (
        ("fr", "Et la piqûre de ma belle-sœur ? Elle vomit tout le temps.", "vomiting", True),
        ("en", "My husband is no better. He snores all night.", "snoring", True),
        ("fr", "C'est la jambe gauche. Elle est gonflée.", "swelling", False),
        ("fr", "Ma mère m'a dit de venir. Elle est gonflée, ma cheville.", "swelling", False),
        ("en", "My husband is fine. I snore all night.", "snoring", False),
    ):
        facts = heard(language, "Tell me.", line)
        assert [f.qualifiers.family for f in facts if f.concept == concept] == [family], line


def test_a_clinician_who_repeats_a_relatives_illness_gives_it_to_nobody_else() -> None:
    for language, asked, told, echo in (
        ("en", "And your mother?", "She has diabetes.", "Diabetes. Do you know which type?"),
        ("fr", "Et votre mère ?", "Elle a un diabète.", "Diabète. De quel type ?"),
    ):
        found = [fact for fact in heard(language, asked, told, echo) if fact.concept == "diabetes"]
        assert found and all(fact.qualifiers.family for fact in found)


def test_what_somebody_must_be_free_of_is_not_denied() -> None:
    required = heard("en", "You have to be diarrhea-free for 48 hours before you go back.")
    denied = heard("en", "I've been diarrhea-free for two days.")
    assert not any(fact.qualifiers.negated for fact in required)
    assert [fact.qualifiers.negated for fact in denied if fact.concept == "diarrhea"] == [True]
