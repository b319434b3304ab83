# ruff: noqa: E501
"""The tables between how people say it and how clinicians write it: their form, and what the checker makes of them."""

import csv
import re
from pathlib import Path

import pytest

from assistant.domain.context import PatientContext
from assistant.domain.finding import FindingType
from assistant.domain.language import LANGUAGES, Language
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.checking import check_note
from assistant.pipeline.checking.texts.reading import read
from assistant.pipeline.lexicon import load_lexicon
from assistant.pipeline.text import fold

KNOWLEDGE = Path(__file__).parents[3] / "knowledge"
LEXICONS = KNOWLEDGE / "lexicons"
ROLES = {"D": SpeakerRole.CLINICIAN, "P": SpeakerRole.PATIENT, "C": SpeakerRole.COMPANION}
KINDS = {"problem", "topic", "site", "exam", "act", "habit", "person", "word"}
TERM = re.compile(r"!?[a-z0-9*][a-z0-9*'’ +/&-]*")


def rows(language: Language) -> list[list[str]]:
    with (KNOWLEDGE / "checker" / f"bridges.{language}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def found(language: Language, said: tuple[str, ...], note: str) -> list[FindingType]:
    turns = tuple(Turn(line[0], ROLES[line[0]], line[3:]) for line in said)
    lexicon = load_lexicon(LEXICONS, language)
    checked = check_note(note, Transcript(language, turns, "test"), PatientContext(), lexicon)
    return [finding.type for claim in checked.claims for finding in claim.findings]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_holds_each_idea_and_each_of_its_terms_once(language: Language) -> None:
    head, *body = rows(language)
    assert head == ["concept", "kind", "terms"]
    assert all(len(row) == 3 for row in body)
    assert {kind for _, kind, _ in body} <= KINDS
    concepts = [concept for concept, _, _ in body]
    assert sorted(set(concepts)) == sorted(concepts)
    for concept, _, cell in body:
        terms = cell.split("|")
        assert len(set(terms)) == len(terms), concept
        wrong = [term for term in terms if fold(term) != term or not TERM.fullmatch(term)]
        assert not wrong, (concept, wrong)


SAME: list[tuple[Language, str, str]] = [
    ("fr", "Asthénie.", "Je suis au bout du rouleau."),
    ("fr", "Amaigrissement.", "Je flotte dans mes pantalons."),
    ("fr", "Anorexie.", "Elle chipote, elle picore."),
    ("fr", "Orthopnée.", "Il dort dans le fauteuil, presque assis."),
    ("fr", "Claudication.", "Au bout de cent mètres, mon mollet se durcit."),
    ("fr", "Dysphagie.", "Elle tousse dès qu'elle boit de l'eau."),
    ("fr", "Photophobie.", "Il faut que je ferme les volets."),
    ("fr", "Acrophobie, évitement.", "Je n'ose plus sortir."),
    ("fr", "Rectorragies.", "Du sang en m'essuyant."),
    ("fr", "Pollakiurie.", "Pipi toutes les heures."),
    ("fr", "Cervicalgie.", "Je me suis levé le cou bloqué."),
    ("fr", "Talalgie.", "Les premiers pas le matin, c'est un clou dans le talon."),
    ("fr", "Hypoacousie.", "Il monte le son, la télé à fond."),
    ("fr", "Troubles mnésiques.", "Elle pose dix fois la même question."),
    ("fr", "Freezing.", "On dirait que ses pieds sont collés au sol."),
    ("fr", "Repas livrés : portage de repas.", "On lui apporte ses repas."),
    ("fr", "Alitée.", "Elle ne quitte plus son lit."),
    ("en", "Fatigue.", "I'm running on empty."),
    ("en", "Weight loss.", "My clothes are hanging off me, trousers falling down."),
    ("en", "Vomiting.", "He's been barfing all night."),
    ("en", "Melaena.", "It's black as tar."),
    ("en", "Rectal bleeding.", "There was blood on the paper."),
    ("en", "Claudication.", "The right calf seizes up when I walk."),
    ("en", "Facial palsy.", "One side of my face, I can't whistle."),
    ("en", "Urinary tract infection.", "It's another water infection."),
    ("en", "Insomnia.", "I'm tossing and turning."),
    ("en", "Daytime somnolence.", "He nods off after lunch."),
    ("en", "Phonophobia.", "I can't stand noise."),
    ("en", "Hirsutism.", "I've got the hairs on the chin."),
    ("en", "Colonoscopy.", "You had the scope."),
    ("en", "Chlorphenamine.", "I gave her a spoon of Piriton."),
    ("en", "Co-beneldopa.", "She takes her Madopar at noon."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "note", "said"), SAME)
def test_what_is_written_and_how_it_is_said_stand_for_the_same(language: Language, note: str, said: str) -> None:
    lexicon = load_lexicon(LEXICONS, language)
    shared = read(note, language, lexicon).keys & read(said, language, lexicon).keys
    assert any(not key.startswith("s:") for key in shared)


RIGHT: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("P: J'ai le souffle coupé en montant l'escalier depuis lundi.",), "Dyspnée d'effort depuis lundi."),
    ("fr", ("D: De la fièvre ?", "P: Oui, trente-huit passé hier."), "Fièvre hier."),
    ("fr", ("P: Le moral est dans les chaussettes depuis le divorce.",), "Syndrome dépressif depuis le divorce."),
    ("fr", ("P: J'ai vomi deux fois, et je vais dix fois aux toilettes, comme de l'eau.",), "Vomissements et diarrhée."),
    ("fr", ("D: Le ventre est bien souple, je ne trouve rien.",), "Abdomen souple."),
    ("fr", ("P: Je prends de l'Advil quand j'ai mal.",), "Prise d'ibuprofène à la demande."),
    ("fr", ("D: On continue l'Ixprim le soir.",), "Poursuite du tramadol-paracétamol le soir."),
    ("fr", ("D: Un ovule de Gyno-Pévaryl ce soir.",), "Éconazole ovule ce soir."),
    ("fr", ("P: Je me lève trois fois la nuit pour pisser.",), "Nycturie 3 fois par nuit."),
    ("fr", ("D: Vous dormez bien ?", "P: Non, je tourne dans mon lit jusqu'à trois heures."), "Insomnie jusqu'à 3 h."),
    ("en", ("P: I've been puking since last night.",), "Vomiting since last night."),
    ("en", ("D: Any suicidal thoughts?", "P: No dark thoughts, I promise."), "Denies suicidal ideation."),
    ("en", ("P: I'm puffed after one flight of stairs.",), "Exertional dyspnoea after one flight."),
    ("en", ("P: My nose won't stop bleeding since Sunday.",), "Epistaxis since Sunday."),
    ("en", ("P: I gave her Nurofen at noon.",), "Ibuprofen given at noon."),
    ("en", ("D: Tummy's soft. How are the bowels?", "P: Regular as clockwork."), "Abdomen soft, no constipation."),
    ("en", ("P: I gave up on it, the voices are quieter since the Abilify.",), "Voices quieter on aripiprazole."),
    ("en", ("P: Nosebleeds? No, never had one.",), "No epistaxis."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "said", "note"), RIGHT)
def test_a_right_sentence_in_other_words_passes(language: Language, said: tuple[str, ...], note: str) -> None:
    assert found(language, said, note) == []


WRONG: list[tuple[FindingType, Language, tuple[str, ...], str]] = [
    (FindingType.DRUG_SWAP, "fr", ("P: Le Brilique, ils l'ont remplacé par du Plavix.",), "Relais par prasugrel."),
    (FindingType.DRUG_SWAP, "fr", ("D: On reste sur le Mopral.",), "Poursuite du pantoprazole."),
    (FindingType.DRUG_SWAP, "fr", ("D: Vous gardez la Lantus le soir.",), "Insuline lispro le soir."),
    (FindingType.DRUG_SWAP, "fr", ("D: Je vous mets du Xanax.",), "Bromazépam prescrit."),
    (FindingType.DRUG_SWAP, "en", ("D: Stay on the Lipitor.",), "Continue simvastatin."),
    (FindingType.DRUG_SWAP, "en", ("D: I'll give you some Zoloft.",), "Fluoxetine started."),
    (FindingType.DRUG_SWAP, "en", ("P: I take Eliquis twice a day.",), "Rivaroxaban twice daily."),
    (FindingType.NEGATION, "fr", ("D: Vous êtes essoufflé ?", "P: Non, pas du tout."), "Dyspnée."),
    (FindingType.NEGATION, "fr", ("P: Je vomis tout ce que je bois.",), "Pas de vomissements."),
    (FindingType.NEGATION, "fr", ("D: Il avale de travers ?", "P: Oui, il s'étouffe en mangeant."), "Absence de fausses routes."),
    (FindingType.NEGATION, "fr", ("D: Du sang dans les urines ?", "P: Oui, le pipi rouge."), "Pas d'hématurie."),
    (FindingType.NEGATION, "en", ("D: Been sick at all?", "P: No."), "Vomiting."),
    (FindingType.NEGATION, "en", ("P: I broke out in hives last night.",), "No urticaria."),
    (FindingType.NEGATION, "en", ("D: Any ringing in your ears?", "P: Yes, all day."), "Denies tinnitus."),
    (FindingType.NEGATION, "en", ("P: I can't keep anything down, I'm puking.",), "No vomiting."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "language", "said", "note"), WRONG)
def test_a_wrong_sentence_in_other_words_is_found(
    kind: FindingType, language: Language, said: tuple[str, ...], note: str
) -> None:
    assert kind in found(language, said, note)


def test_a_shared_quality_does_not_make_two_problems_one() -> None:
    """*Brief* and *severe* say nothing of which problem is spoken of."""
    lexicon = load_lexicon(LEXICONS, "en")
    shared = read("Brief severe vertigo.", "en", lexicon).keys & read("a brief severe cough", "en", lexicon).keys
    assert not any(key.startswith(("b:", "c:")) for key in shared)
