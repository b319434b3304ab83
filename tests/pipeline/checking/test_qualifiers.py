# ruff: noqa: E501
"""Whose, present or absent, who says so, how sure, when and which side: claims that say otherwise, and that do not."""

from pathlib import Path

import pytest

from assistant.domain.context import PatientContext
from assistant.domain.finding import FindingType
from assistant.domain.language import Language
from assistant.domain.transcript import SpeakerRole, Transcript, Turn
from assistant.pipeline.checking import check_note
from assistant.pipeline.lexicon import load_lexicon

LEXICONS = Path(__file__).parents[3] / "knowledge" / "lexicons"
ROLES = {"D": SpeakerRole.CLINICIAN, "P": SpeakerRole.PATIENT, "C": SpeakerRole.COMPANION}


def findings(language: Language, lines: tuple[str, ...], note: str) -> set[FindingType]:
    turns = tuple(Turn(line[0], ROLES[line[0]], line[3:]) for line in lines)
    checked = check_note(note, Transcript(language, turns, "test"), PatientContext(), load_lexicon(LEXICONS, language))
    return {finding.type for claim in checked.claims for finding in claim.findings}


# (language, what was said, what was written, the type of the error)
WRONG: list[tuple[Language, tuple[str, ...], str, str]] = [
    ("fr", ("D: Une phlébite, dans la famille ?", "P: Ma tante, oui, après un avion. Mon oncle, lui, avait des calculs rénaux."), "Phlébite chez l'oncle.", "experiencer"),
    ("en", ("D: Any asthma in the family?", "P: My sister had it as a kid. My dad has gout."), "Asthma in the father.", "experiencer"),
    ("en", ("D: Does she have eczema?", "C: Her brother has eczema. She doesn't."), "Child has eczema.", "experiencer"),
    ("fr", ("C: Moi, j'ai de l'asthme. Elle, elle tousse la nuit."), "Asthme chez l'enfant.", "experiencer"),
    ("fr", ("D: Vous avez de la fièvre ?", "P: Non, juste des frissons."), "Fièvre avec frissons.", "negation"),
    ("en", ("D: Any cough or wheeze?", "P: No."), "Cough and wheeze.", "negation"),
    ("fr", ("P: Pour moi, c'est une hernie discale, j'en suis sûr.", "D: Je ne crois pas, vos réflexes sont normaux."), "Hernie discale retenue par le médecin.", "speaker"),
    ("en", ("P: It's my gallstones, I know it is.", "D: Your scan is fine, this is a strain."), "Clinician attributes the pain to gallstones.", "speaker"),
    ("fr", ("D: Ça peut être une pneumonie, on verra avec la radio."), "Pneumonie confirmée.", "certainty"),
    ("fr", ("D: Si la tension reste haute, on mettra du ramipril."), "Ramipril débuté.", "certainty"),
    ("en", ("D: If the knee locks again, we'd talk about an MRI."), "Knee MRI scheduled.", "certainty"),
    ("en", ("D: Then I'd think about metformin.", "P: And the metformin?", "D: We'll see in three months."), "Metformin started.", "certainty"),
    ("fr", ("P: Les vertiges, j'en ai eu en juin. C'est fini, plus rien depuis."), "Vertiges actuels.", "temporality"),
    ("en", ("P: I used to have migraines in college, they stopped."), "Current migraines.", "temporality"),
    ("fr", ("D: Vous reprenez l'Eliquis demain matin."), "Apixaban repris hier.", "temporality"),
    ("en", ("D: So it's your right knee?", "P: It's not the right knee, it's the left knee."), "Right knee pain.", "laterality_site"),
    ("fr", ("P: C'est pas l'oreille droite qui siffle, c'est la gauche.",), "Acouphènes de l'oreille droite.", "laterality_site"),
    ("en", ("D: Which knee is it?", "P: The right. The left one I broke skiing."), "Swollen left knee.", "laterality_site"),
    ("fr", ("D: C'est quelle oreille ?", "P: La droite. La gauche, on me l'a opérée petit."), "Otalgie, oreille gauche bouchée.", "laterality_site"),
    ("en", ("P: My left shoulder hurts.", "D: Does it go anywhere?", "P: No, it stays right at the shoulder. I left work early."), "Right shoulder pain.", "laterality_site"),
    ("en", ("D: There's a small cyst in your right ovary and the left looks normal."), "Small left ovarian cyst.", "laterality_site"),
    ("fr", ("D: Un petit calcul du rein gauche, le rein droit est sans particularité."), "Lithiase rénale droite.", "laterality_site"),
    ("fr", ("D: J'ai une image à la base gauche. À droite c'est propre.",), "Pneumopathie de la base droite.", "laterality_site"),
    ("en", ("D: The left knee is swollen. The right is fine.",), "Swelling of the right knee.", "laterality_site"),
    ("fr", ("P: Je me suis tordu la cheville sur le trottoir.", "D: Laquelle ?", "P: Celle-là, la gauche."), "Entorse de la cheville droite.", "laterality_site"),
    ("fr", ("P: C'est le genou gauche qui gonfle. Le droit, on me l'a opéré.", "D: Tenez-vous bien droit."), "Gonflement du genou droit.", "laterality_site"),
]  # fmt: skip


RIGHT: list[tuple[Language, tuple[str, ...], str]] = [
    ("en", ("D: Any shortness of breath?", "P: No shortness, I'm breathing fine."), "If there's any change, you're feeling short of breath or your symptoms are lasting, get in touch."),
    ("fr", ("D: Des cancers dans la famille ?", "P: Papa, le côlon. Et sa sœur, le sein."), "Cancer du sein chez la tante paternelle."),
    ("fr", ("P: J'ai des migraines. Ma mère, c'était pareil."), "Migraines, comme chez la mère."),
    ("fr", ("P: J'ai pris les cachets de mon beau-père, pour la hanche. Depuis, les jambes gonflent."), "Œdèmes des membres inférieurs."),
    ("en", ("D: How is Mum's breathing?", "C: She wheezes every night. She's had two chest infections."), "Wheezing at night, 2 chest infections."),
    ("en", ("D: So your dad had a stroke?", "P: No, he's fine. It was my uncle."), "Uncle with stroke."),
    ("fr", ("D: Vous avez vomi ?", "P: Le premier jour, oui. Maintenant non."), "Vomissements initiaux, résolus."),
    ("fr", ("D: Il a déjà convulsé comme ça ?", "C: Jamais. Il a convulsé deux minutes."), "Première convulsion, 2 minutes."),
    ("fr", ("D: Les selles, noires ?", "P: Non, enfin si, mais c'est le fer."), "Selles noires sous fer."),
    ("en", ("P: My calf hurts when I walk.", "D: And at rest?", "P: No, nothing."), "Calf pain on walking, no pain at rest."),
    ("en", ("P: I feel warm, and I have a cough."), "Feels warm (not measured), cough."),
    ("en", ("P: No fits since March."), "Seizure-free since March."),
    ("fr", ("P: J'ai des bleus pour rien."), "Ecchymoses faciles."),
    ("fr", ("D: Ça fait mal quand j'appuie ?", "P: Non, mais ça pèse."), "Pesanteur, sans douleur à la palpation."),
    ("fr", ("P: Pour moi c'est une sciatique.", "D: C'est votre hanche, elle est raide."), "Patient évoquant une sciatique ; à l'examen, hanche raide."),
    ("fr", ("P: C'est l'amlodipine qui me gonfle les chevilles, j'en suis sûre.", "D: Vous avez raison, on baisse."), "Œdèmes des chevilles attribués par le médecin à l'amlodipine."),
    ("fr", ("D: La biopsie est revenue, c'est un psoriasis."), "Psoriasis prouvé histologiquement."),
    ("fr", ("D: Si la fièvre revient, vous donnez l'amoxicilline."), "Amoxicilline à débuter uniquement si fièvre."),
    ("fr", ("D: Le Minirin, on verra plus tard."), "Desmopressine non instaurée."),
    ("en", ("P: I had the flu, maybe two weeks ago."), "Influenza two weeks ago."),
    ("en", ("P: So that's why I'm sweating?", "D: Yes, your thyroid."), "Sweating."),
    ("fr", ("P: Il a eu un rhume la semaine d'avant, et puis il boite."), "Boiterie après un rhume."),
    ("fr", ("D: Dans la famille, le cœur ?", "P: Mon grand-père est mort d'un infarctus."), "Infarctus chez le grand-père."),
    ("en", ("P: My sister's got Crohn's, but I've only ever had piles."), "Haemorrhoids; Crohn's disease in the sister."),
    ("fr", ("P: J'ai fait une urticaire géante à quinze ans. Ma mère m'en parle encore."), "Urticaire géante à 15 ans."),
    ("en", ("P: The palpitations, I still have them."), "Persistent palpitations."),
    ("en", ("D: Are both cheeks the same?", "P: The right is numb."), "Right cheek numbness."),
    ("fr", ("D: L'amygdale droite est poussée, et la luette est déviée de l'autre côté."), "Luette déviée à gauche."),
    ("fr", ("D: Cette épaule droite, déjà embêtée ?", "P: Jamais. C'est la gauche, y a cinq ans, une tendinite."), "Antécédent de tendinite de l'épaule gauche."),
    ("en", ("P: Both elbows hurt, the left less than the right."), "Elbow pain, right worse than left."),
    ("fr", ("D: Je vois une otite à gauche, le tympan est rouge. À droite il est normal."), "Otite moyenne gauche, tympan droit normal."),
    ("en", ("D: Some redness of the right knee, but your left knee looks fine.", "P: All right."), "Left knee exam is normal."),
]  # fmt: skip


def as_lines(lines: tuple[str, ...] | str) -> tuple[str, ...]:
    return (lines,) if isinstance(lines, str) else lines


@pytest.mark.parametrize(("language", "lines", "note", "kind"), WRONG, ids=[case[2][:40] for case in WRONG])
def test_what_was_said_otherwise_is_found(language: Language, lines: tuple[str, ...], note: str, kind: str) -> None:
    assert FindingType(kind) in findings(language, as_lines(lines), note)


@pytest.mark.parametrize(("language", "lines", "note"), RIGHT, ids=[case[2][:40] for case in RIGHT])
def test_what_may_both_be_true_is_left_alone(language: Language, lines: tuple[str, ...], note: str) -> None:
    qualities = {"experiencer", "negation", "speaker", "certainty", "temporality", "laterality_site"}
    assert not {kind.value for kind in findings(language, as_lines(lines), note)} & qualities
