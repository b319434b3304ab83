# ruff: noqa: E501
"""Present or absent: what a denial reaches, what it leaves alone, and what tells nothing."""

import pytest

from assistant.domain.language import Language
from tests.pipeline.checking.test_qualifiers import findings

# (language, what was said, what was written)
RIGHT: list[tuple[Language, tuple[str, ...], str]] = [
    # Words that hold their own negation deny all that they stand for.
    ("en", ("D: Luckily you didn't break anything.",), "No fracture."),
    ("fr", ("D: Je ne retrouve ni ganglion ni rien d'autre.",), "Pas d'adénopathie."),
    # Hesitation parts nothing from what it denies.
    ("en", ("D: There is no, um, fracture.",), "No fracture on X-ray."),
    ("fr", ("D: Il n'y a pas de, euh, fracture.",), "Pas de fracture."),
    # A denial and its positive counterpart in one claim.
    ("en", ("D: Shortness of breath?", "P: No, breathing's fine."), "No shortness of breath, is breathing fine."),
    ("fr", ("P: Je respire bien, je suis pas essoufflé."), "Respire bien, pas de dyspnée."),
    ("en", ("P: The pain's in my hip.", "D: When I turn the leg there's no pain at all."), "Hip pain, painless rotation."),
    # An English list that nothing closes may go on with what is there.
    ("en", ("P: Lying down I'm fine. My ankles are swollen."), "No orthopnoea, ankle swelling."),
    # Pain anywhere says nothing of the chest; one place says nothing of another.
    ("en", ("D: Where does it hurt?", "P: It hurts in my knee."), "Denies chest pain."),
    ("fr", ("P: J'ai mal au genou, très mal."), "Pas de douleur thoracique."),
    # A denial of one circumstance.
    ("en", ("P: It hurts at rest.", "D: No pain when you pass urine, good."), "Pain at rest."),
    ("fr", ("P: J'ai mal au repos.", "D: Pas de douleur quand vous marchez, bien."), "Douleur au repos."),
    # A no to whether it ever was says nothing of now; a family's yes nothing of the patient.
    ("en", ("D: Any eczema in the past?", "P: No.", "D: This is eczema."), "Eczema."),
    ("en", ("D: Any stroke in your family?", "P: Yes."), "No stroke."),
    ("fr", ("D: Des AVC dans votre famille ?", "P: Oui."), "Pas d'AVC."),
    # A reply that names the thing tells more than its yes to a list.
    ("en", ("D: Fevers, chills?", "P: Chills, yeah. No fever that I know of."), "Chills without fever."),
    ("fr", ("D: De la fièvre, des frissons ?", "P: Des frissons, oui. De la fièvre, non."), "Frissons sans fièvre."),
    # A no that is taken back, or that holds for today only.
    ("fr", ("D: Des hypoglycémies ?", "P: Non… Si. Une fois au marché."), "Une hypoglycémie."),
    ("en", ("D: Any falls?", "P: No. Once, in June, on the stairs."), "One fall in June."),
    ("fr", ("D: Vous avez mal au dos ?", "P: Au début oui, plus maintenant."), "Lombalgies initiales."),
    ("fr", ("D: Vous avez mal au dos ?", "P: Au début oui, plus maintenant."), "Pas de lombalgie actuellement."),
    ("en", ("D: Any back pain?", "P: At first, yes, not anymore."), "Back pain initially."),
    # A yes to several questions at once says nothing of each.
    ("fr", ("D: Vous toussez ? Vous avez de la fièvre ?", "P: Oui."), "Pas de fièvre."),
    ("en", ("D: Any nausea? Any vomiting?", "P: Yes."), "No vomiting."),
    # Suspected by the clinician elsewhere, or denied by the patient only.
    ("fr", ("C: C'est une phlébite ?", "D: Je pense à une phlébite, on fait l'écho."), "Suspicion de phlébite."),
    ("en", ("D: Any history of asthma?", "P: No.", "D: This may be asthma."), "Possible asthma."),
    # Risks, and what is to be excluded or avoided, are not stated.
    ("en", ("P: No numbness.", "D: The risks include numbness."), "Risks of surgery explained including numbness."),
    ("fr", ("D: Pas d'anti-inflammatoires pour vous."), "Éviction des AINS."),
    # What is felt may be told with a *sort of*.
    ("en", ("P: I don't know, sort of, maybe cramps."), "Cramps."),
    ("fr", ("P: J'ai peut-être de la fièvre le soir, j'ai pas pris."), "Sensation de fièvre le soir."),
]  # fmt: skip
WRONG: list[tuple[Language, tuple[str, ...], str]] = [
    ("en", ("D: Any other symptoms like a cough or anything like that?", "P: No."), "Reports cough."),
    ("fr", ("D: Une toux, ou quelque chose comme ça ?", "P: Non."), "Toux."),
    ("en", ("P: My knee hurts a lot.", "D: Any pain in your calves?", "P: No."), "Pain in the calf."),
    ("en", ("D: Any nausea? Any vomiting? Any tummy pain?", "P: No."), "Nausea."),
    ("fr", ("D: Des nausées ? Des vomissements ? Mal au ventre ?", "P: Non."), "Nausées."),
    ("fr", ("P: J'ai jamais eu de convulsions de ma vie."), "Antécédent de convulsions."),
    ("fr", ("D: Vous avez maigri ?", "P: Oh que oui."), "Pas d'amaigrissement."),
    ("en", ("D: Fevers, chills?", "P: Chills, yeah. No fever."), "Denies chills."),
    ("en", ("D: Have you fainted?", "P: Not once."), "Recurrent syncope."),
    # Suspected according to the note, ruled out by the clinician.
    ("fr", ("C: C'est pas une phlébite ?", "D: Non, rien qui y ressemble."), "Suspicion de phlébite."),
    ("en", ("P: Could it be pneumonia?", "D: No, your lungs are clear."), "Possible pneumonia."),
    ("en", ("D: Does it itch?", "P: Not a bit."), "Itching."),
    ("fr", ("D: Des frissons ?", "P: Pas une fois."), "Frissons."),
]  # fmt: skip


def as_lines(lines: tuple[str, ...] | str) -> tuple[str, ...]:
    return (lines,) if isinstance(lines, str) else lines


@pytest.mark.parametrize(("language", "lines", "note"), RIGHT, ids=[f"{case[0]} {case[2][:40]}" for case in RIGHT])
def test_what_may_both_be_true_is_left_alone(language: Language, lines: tuple[str, ...], note: str) -> None:
    found = {kind.value for kind in findings(language, as_lines(lines), note)}
    assert not found & {"negation", "certainty", "speaker"}


@pytest.mark.parametrize(("language", "lines", "note"), WRONG, ids=[f"{case[0]} {case[2][:40]}" for case in WRONG])
def test_the_opposite_is_found(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert "negation" in {kind.value for kind in findings(language, as_lines(lines), note)}
