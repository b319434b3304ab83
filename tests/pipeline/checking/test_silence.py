# ruff: noqa: E501
"""Notes that hold, of which the words of an excerpt are no rival."""

import pytest

from assistant.domain.language import Language
from tests.pipeline.checking.test_qualifiers import findings

# (language, what was said, what was written)
RIGHT: list[tuple[Language, tuple[str, ...], str]] = [
    # A drug that goes by another name, where no other drug was named.
    ("fr", ("D: Vous prenez toujours le petit cachet blanc ?", "P: Oui, tous les jours."), "Bisoprolol poursuivi."),
    ("en", ("D: And the brown inhaler?", "P: Every day."), "Beclometasone continued."),
    # A part of the day says when, not that it goes on.
    ("fr", ("D: La migraine ?", "P: Hier soir, oui. C'est passé."), "Migraine hier soir."),
    ("en", ("D: The headache?", "P: Yesterday morning. It went away."), "Headache yesterday morning."),
    # The relative is part of what happened; what one does for another is not the other's.
    ("fr", ("P: J'ai perdu ma sœur au printemps.",), "Deuil de la sœur au printemps."),
    # Two of a pair, few of a thing, once for one part of the day.
    ("fr", ("D: Une goutte de Xalatan le soir, à droite comme à gauche.",), "Latanoprost 1 goutte le soir aux deux yeux."),
    ("fr", ("D: Le Tahor, on garde vingt milligrammes.", "P: Le soir ?", "D: Oui, le soir."), "Atorvastatine 20 mg 1/j."),
    # What follows from a count by the day.
    ("fr", ("D: L'alcool ?", "P: Trois verres de vin tous les jours."), "Alcool : 21 verres de vin par semaine."),
    ("en", ("D: Alcohol?", "P: Two glasses of wine every day."), "Alcohol: 14 glasses of wine a week."),
    # A bound, and a rhythm said in two words.
    ("en", ("D: How long does it last?", "P: Thirty seconds. My head spins."), "Vertigo lasting < 1 min."),
    ("en", ("D: The Fostair?", "P: Two puffs, night and morning."), "Fostair 2 puffs BD."),
    # *No, just the once* grants it; *si,* answers rather than makes a condition.
    ("fr", ("D: Du sang dans les urines ?", "P: Non, juste la fois de lundi."), "Hématurie lundi, un seul épisode."),
    ("fr", ("D: Jamais opéré ?", "P: Si, l'appendicite, à neuf ans."), "Appendicectomie à 9 ans."),
    # *Before each meal* is a time of day, not of former days.
    ("fr", ("D: Le Gaviscon avant chaque repas et au coucher, quatre fois par jour.",), "Gaviscon 4/j."),
    ("en", ("D: Take the Gaviscon before the meals and at bedtime, four times a day.",), "Gaviscon QDS."),
    # A clock time after *before* orders no two events.
    ("fr", ("P: J'ai la nausée depuis la perfusion. Je mange rien avant dix heures.",), "Nausées après la perfusion."),
    # What is only felt is the patient's to say, whatever the clinician says of it.
    ("en", ("P: I've been having diarrhoea.", "D: Blood in it?", "P: No. The diarrhoea started Monday.", "D: You are diarrhea-free, then."), "Diarrhoea."),
    ("fr", ("P: J'ai des nausées.", "D: Pas de nausées, donc.", "P: Si, des nausées tous les matins."), "Nausées."),
    # What goes on since long ago.
    ("fr", ("D: Le tabac ?", "P: Dix cigarettes par jour depuis mes vingt ans."), "Tabagisme actif, 10 cigarettes/j."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "lines", "note"), RIGHT, ids=[case[2] for case in RIGHT])
def test_what_may_be_so_is_not_flagged(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert findings(language, lines, note) == set()
