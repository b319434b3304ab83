"""Single sentences, as in a note, in both languages."""

import pytest

from tests.pipeline.facts.tagged import assert_note, unmarked

FRENCH = [
    "Ce jour : [[fièvre|problem:fever]] et [[toux|problem:cough]].",
    "Pas de [[fièvre|problem:fever negated]], pas de [[frissons|problem:chills negated]].",
    "Ni [[fièvre|problem:fever negated]] ni [[vomissements|problem:vomiting negated]].",
    "J'ai pas de [[fièvre|problem:fever negated]], je [[tousse|problem:cough]].",
    "Il ne [[tousse|problem:cough negated]] pas.",
    "Je [[tousse|problem:cough negated]] pas, docteur.",
    "Y a pas de [[diarrhée|problem:diarrhea negated]] mais des [[vomissements|problem:vomiting]].",
    "[[Méningite|problem:meningitis]].",
    "Absence de [[syndrome méningé|problem:neck_stiffness negated]].",
    "Suspicion de [[pneumopathie|problem:pneumonia uncertain]].",
    "[[Embolie pulmonaire|problem:pulmonary_embolism uncertain]] possible.",
    "Une [[méningite|problem:meningitis uncertain]] a été évoquée d'emblée.",
    "Sont évoqués : [[pneumopathie|problem:pneumonia uncertain]], [[asthme|problem:asthma uncertain]].",
    "L'aspect laissait penser à une [[embolie pulmonaire|problem:pulmonary_embolism uncertain]].",
    "Piqûre pour prévenir une [[embolie pulmonaire|problem:pulmonary_embolism uncertain]].",
    "[[Fièvre|problem:fever]], vue le plus vite possible.",
    "Sa mère a un [[diabète|problem:diabetes family]].",
    "Antécédent d'[[infarctus|problem:myocardial_infarction past]].",
    "En cas de [[fièvre|problem:fever conditional]], prendre son temps.",
    "Elle a [[mal au genou|problem:pain site=knee side=left]] gauche.",
    "[[Mal de tête|problem:headache]] [[depuis trois jours|duration:duration value=3_day]].",
    "Allergique à la [[pénicilline|allergy:penicillins]].",
    "[[Pas d'allergie connue|allergy:no_known_allergy]].",
    "[[Tension à 12/8|measurement:blood_pressure value=120/80_mmHg]].",
    "La [[tension, douze huit|measurement:blood_pressure value=120/80_mmHg]].",
    "La [[température, trente-huit cinq|measurement:temperature value=38.5_°C]].",
    "[[Doliprane|drug:paracetamol value=1_g frequency=3/day]] 1 g 3 fois par jour.",
    "On arrête l'[[Esidrex|drug:hydrochlorothiazide action=stopped]].",
    "Le [[Tahor|drug:atorvastatin action=stopped]], vous me l'aviez arrêté.",
    "[[Je vous revois dans un mois.|plan:follow_up value=1_month]]",
]

ENGLISH = [
    "The [[asthma|problem:asthma]] is not well controlled.",
    "His [[gout|problem:gout]] isn't under control.",
    "No [[fever|problem:fever negated]], [[chills|problem:chills negated]], or [[cough|problem:cough negated]].",
    "He denies [[chest pain|problem:chest_pain negated]] but reports [[palpitations|problem:palpitations]].",
    "I don't have any [[headaches|problem:headache negated]].",
    "I do n't have a [[fever|problem:fever negated]].",
    "Possible [[pneumonia|problem:pneumonia uncertain]].",
    "Two suspected: [[pneumonia|problem:pneumonia uncertain]] or [[meningitis|problem:meningitis uncertain]].",
    "The film is in keeping with [[pneumonia|problem:pneumonia uncertain]].",
    "[[Fever|problem:fever]], to be seen as soon as possible.",
    "Her mother had [[breast cancer|problem:breast_cancer family]].",
    "History of [[stroke|problem:stroke past]].",
    "If the [[pain|problem:pain conditional]] gets worse, do not wait.",
    "[[Headache|problem:headache]] [[for three days|duration:duration value=3_day]].",
    "My left [[knee hurts|problem:pain site=knee side=left]].",
    "I am [[short of breath|problem:dyspnea]].",
    "She takes a [[water pill|drug:diuretic action=takes]].",
    "Allergic to [[penicillin|allergy:penicillins]].",
    "[[No known drug allergies|allergy:no_known_allergy]].",
    "[[Blood pressure was 145/90|measurement:blood_pressure value=145/90_mmHg]].",
    "[[Blood pressure is one twenty over eighty|measurement:blood_pressure value=120/80_mmHg]].",
    "[[Temperature thirty-eight five|measurement:temperature value=38.5_°C]].",
    "Start [[lisinopril|drug:lisinopril value=20_mg frequency=1/day action=started]] 20 mg once a day.",
    "We stopped the [[metformin|drug:metformin action=stopped]].",
    "[[Follow up in two weeks.|plan:follow_up value=2_week]]",
]


@pytest.mark.parametrize("sentence", FRENCH)
def test_french(sentence: str) -> None:
    assert_note("fr", sentence)


@pytest.mark.parametrize("sentence", ENGLISH)
def test_english(sentence: str) -> None:
    assert_note("en", sentence)


@pytest.mark.parametrize("sentence", ["No mark at all.", "A [[mark|problem:fever that does not close."])
def test_a_sentence_without_a_whole_mark_fails(sentence: str) -> None:
    with pytest.raises(AssertionError):
        assert_note("en", sentence)


def test_marks_are_taken_out() -> None:
    plain, marks = unmarked("a [[b c|problem:fever negated]] d")
    assert plain == "a b c d"
    assert marks[0].span.of(plain) == "b c"
