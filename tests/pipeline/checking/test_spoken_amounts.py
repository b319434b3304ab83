"""Numbers as people say them against numbers as notes write them, in sentences made up for each way of saying one."""

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
OF_NUMBERS = {
    FindingType.NUMBER,
    FindingType.UNIT,
    FindingType.DOSE,
    FindingType.FREQUENCY_DURATION,
    FindingType.SUPERSEDED,
}


def found(language: Language, lines: tuple[str, ...], note: str) -> list[tuple[FindingType, str]]:
    turns = tuple(Turn(line[0], ROLES[line[0]], line[3:]) for line in lines)
    result = check_note(note, Transcript(language, turns, "test"), PatientContext(), load_lexicon(LEXICONS, language))
    findings = [finding for claim in result.claims for finding in claim.findings]
    return [(one.type, one.claim_span.of(note)) for one in findings if one.type in OF_NUMBERS]


TALK = ("D: Right.", "P: Yes.", "D: I see.", "P: Okay.", "D: Good.", "P: Thanks.") * 3
TALK_FR = ("D: Bien.", "P: Oui.", "D: Je vois.", "P: D'accord.", "D: Bon.", "P: Merci.") * 3

SAID: list[tuple[Language, tuple[str, ...], str]] = [
    ("fr", ("D: On passe au quatre-vingt-dix-sept cent trois, pour l'Entresto.",), "Sacubitril-valsartan 97/103 mg."),
    ("fr", ("D: Et la lithiémie ?", "P: Zéro sept."), "Lithiémie 0,7 mmol/L."),
    ("en", ("C: He started three months ago. He's four.",), "4-year-old, onset 3 months ago."),
    ("en", ("D: That's about twenty units, we'd want it under fourteen.",), "About 20 units a week, advised below 14."),
    (
        "en",
        ("D: So your kidneys are at thirty-six percent.", "P: I take ibuprofen every day."),
        "eGFR 36 with daily ibuprofen.",
    ),
    ("en", ("P: Home readings are one-thirties over seventies.",), "Home readings 130s/70s."),
    (
        "fr",
        ("D: Le furosémide à quatre-vingts, non, quatre-vingts le matin, pendant cinq jours.",),
        "Furosémide 80 mg le matin, 5 jours.",
    ),
    ("fr", ("D: De la prednisone, trois comprimés de vingt le matin.",), "Prednisone 60 mg le matin."),
    ("fr", ("D: De la prednisone, trois comprimés de vingt le matin.",), "Prednisone 20 mg, 3 cp le matin."),
    ("fr", ("P: Le bisoprolol, la moitié d'un dix.",), "Bisoprolol 5 mg."),
    ("fr", ("P: La glycémie à un virgule trois.", "D: En grammes, d'accord."), "Glycémie 1,3 g/L."),
    ("en", ("P: My sugar was eight point two.", "D: Millimoles, good."), "Glucose 8.2 mmol/L."),
    ("en", ("D: Your levothyroxine goes up to eighty-eight.",), "Levothyroxine 88 mcg."),
    (
        "fr",
        ("D: On se revoit dans trois semaines.", "P: Je serai en Bretagne.", "D: Alors on dit six."),
        "Revoir dans 6 semaines.",
    ),
    (
        "en",
        ("D: I'll see you in two weeks.", "P: I'm away then.", "D: Okay, let's make it four."),
        "Review in 4 weeks.",
    ),
    ("fr", ("D: Vous êtes à dix ou à vingt ?", "P: Dix, le ramipril."), "Ramipril 10 mg."),
    (
        "en",
        ("D: Take it at night. Actually, mornings, it can keep you up.", "P: The fluoxetine?"),
        "Fluoxetine in the morning.",
    ),
    (
        "en",
        (
            "D: How much are you drinking?",
            "P: A bottle of wine on a Friday, that's it, nothing in the week.",
        ),
        "Alcohol: 1 bottle of wine weekly.",
    ),
    (
        "en",
        (
            "D: How's the pain?",
            "P: Oh, a seven at worst, a three when I've had my tablets.",
        ),
        "Pain 7/10 at worst, 3/10 with analgesia.",
    ),
    (
        "en",
        (
            "D: Take two of the five hundreds, up to four times a day.",
            "P: OK.",
        ),
        "Paracetamol 1 g up to QDS.",
    ),
    (
        "en",
        (
            "P: I've been getting them every couple of days, the headaches.",
            "D: For how long?",
            "P: Since about Easter, so two months.",
        ),
        "Headaches every 2 days for 2 months.",
    ),
    (
        "en",
        (
            "D: We'll put you on amoxicillin, five hundred three times a day, for a week.",
            "P: Fine.",
        ),
        "Amoxicillin 500 mg TDS for 7 days.",
    ),
    (
        "en",
        (
            "D: Any kids?",
            "P: Three, two boys and a girl. All by section.",
        ),
        "G3P3, 3 caesarean sections.",
    ),
    (
        "en",
        ("D: Blood pressure's one forty-two over eighty-eight. Pulse seventy-six and regular.",),
        "BP 142/88, HR 76 regular.",
    ),
    (
        "en",
        (
            "D: Your sugar was eleven point two fasting.",
            "P: Is that high?",
        ),
        "Fasting glucose 11.2 mmol/L.",
    ),
    (
        "en",
        ("P: I'm on the warfarin, five milligrams Monday to Friday and six at the weekend.",),
        "Warfarin 5 mg weekdays, 6 mg weekends.",
    ),
    (
        "en",
        (
            "D: When did it start?",
            "P: Ooh, it'll be ten days come Thursday.",
        ),
        "Onset approximately 10 days ago.",
    ),
    (
        "en",
        ("P: I smoke twenty a day. Have done since I was eighteen, I'm fifty-eight now.",),
        "Smokes 20 cigarettes/day for 40 years (40 pack-years).",
    ),
    (
        "en",
        ("D: I'm gonna bump the sertraline from fifty to a hundred. See me in six weeks.",),
        "Sertraline increased from 50 mg to 100 mg daily, review in 6 weeks.",
    ),
    (
        "en",
        (
            "C: She's had six wet nappies and fed eight times since yesterday.",
            "D: Lovely.",
        ),
        "8 feeds and 6 wet nappies in 24 h.",
    ),
    (
        "en",
        (
            "D: The wound's about an inch long.",
            "P: It bled a lot.",
        ),
        "2.5 cm laceration.",
    ),
    (
        "en",
        (
            "P: It wakes me at three every morning.",
            "D: Every night?",
            "P: Five nights out of seven.",
        ),
        "Nocturnal waking at 03:00, 5 nights per week.",
    ),
    (
        "en",
        ("D: Take one tablet at night for three nights, then one twice a day after that.",),
        "1 tablet nocte for 3 nights then 1 tablet BD.",
    ),
    (
        "en",
        (
            "P: He's eighteen months old.",
            "D: Weight's eleven kilos.",
        ),
        "18-month-old, weight 11 kg.",
    ),
    ("en", ("P: My mum died at sixty-two, heart attack.",), "Mother died of MI aged 62."),
    (
        "en",
        (
            "D: So that's your third UTI this year.",
            "P: Fourth.",
        ),
        "Fourth UTI this year.",
    ),
    ("en", ("D: Temp's thirty-eight four. Sats ninety-six on air. Resps eighteen.",), "T 38.4, SpO2 96% RA, RR 18."),
    (
        "en",
        ("P: I've lost a stone since the summer, maybe a bit more.",),
        "Weight loss of approximately 6 kg since summer.",
    ),
    (
        "en",
        (
            "D: We'll do the bloods again in three months.",
            "P: So, June?",
            "D: June, yes.",
        ),
        "Repeat bloods in 3 months (June).",
    ),
    ("en", ("P: Just the one seizure, lasted a minute or two.",), "Single seizure lasting 1-2 minutes."),
    ("en", ("D: Your A1c went from nine four to eight one. Nice.",), "HbA1c improved from 9.4% to 8.1%."),
    ("en", ("P: I get about five hours a night.",), "Sleeps 5 h/night."),
    ("en", ("P: Twice, I've fainted twice, once in March and once last Tuesday.",), "Two syncopal episodes."),
    ("en", ("D: Use the cream thinly, morning and night, ten days at most.",), "Apply cream BD for max 10 days."),
    ("en", ("D: You're thirty-six weeks and two days today.",), "36+2 weeks gestation."),
    (
        "en",
        ("P: I usually have one or two puffs, maybe three times a week.",),
        "Salbutamol 1-2 puffs approx 3 times weekly.",
    ),
    ("en", ("D: Your last tetanus was in twenty fourteen.",), "Last tetanus 2014."),
    (
        "en",
        ("P: It's a half a mile walk and I have to stop twice.",),
        "Exercise tolerance limited, stops twice in 800 m.",
    ),
    ("en", ("D: I'll see you on the fourteenth of March, half past nine.",), "Review 14/03 at 09:30."),
    ("en", ("D: I'll see you on March the fourteenth.",), "Follow-up 3/14."),
    (
        "en",
        (
            "P: I've been taking ibuprofen like every six hours.",
            "D: How many?",
            "P: Two of the two-hundreds.",
        ),
        "Ibuprofen 400 mg q6h.",
    ),
    ("en", ("D: Potassium's five point nine, creatinine's one-fifty.",), "K 5.9 mmol/L, creatinine 150."),
    ("en", ("P: Most days. I'd say five days out of the week.",), "Symptoms most days (5/7)."),
    (
        "en",
        ("D: Let's do a three-day course of trimethoprim, two hundred twice a day.",),
        "Trimethoprim 200 mg BD for 3/7.",
    ),
    ("en", ("D: Start the statin, atorvastatin twenty at night.",), "Atorvastatin 20 mg nocte."),
    ("en", ("P: I have the injection every twelve weeks.",), "Depot injection every 3 months."),
    (
        "fr",
        (
            "D: La tension est à quatorze neuf.",
            "P: C'est le stress.",
        ),
        "TA 14/9.",
    ),
    ("fr", ("D: La tension est à quatorze neuf, le pouls à soixante-douze.",), "TA 140/90 mmHg, FC 72/min."),
    (
        "fr",
        (
            "P: Je fume un paquet, un paquet et demi.",
            "D: Depuis ?",
            "P: Trente ans.",
        ),
        "Tabagisme 20 à 30 cigarettes/jour depuis 30 ans.",
    ),
    (
        "fr",
        ("D: On met l'Augmentin, un gramme trois fois par jour, une semaine.",),
        "Amoxicilline-acide clavulanique 1 g x 3/j pendant 7 jours.",
    ),
    (
        "fr",
        ("D: Un demi-comprimé le soir pendant huit jours, puis un entier.",),
        "Un demi-comprimé le soir pendant 8 jours puis 1 comprimé.",
    ),
    ("fr", ("P: Je me lève trois quatre fois la nuit pour uriner.",), "Nycturie 3 à 4 fois par nuit."),
    (
        "fr",
        (
            "D: Votre fille fait combien ?",
            "C: Treize kilos deux.",
        ),
        "Poids 13,2 kg.",
    ),
    (
        "fr",
        (
            "D: Le Levothyrox, vous êtes à soixante-quinze ?",
            "P: Non, cent maintenant.",
        ),
        "Lévothyroxine 100 µg/j.",
    ),
    (
        "fr",
        ("D: La créatinine à quatre-vingt-douze, la clairance soixante-huit.",),
        "Créatinine 92 µmol/L, DFG 68 mL/min.",
    ),
    ("fr", ("P: Je marche, allez, deux cents mètres, et je m'arrête.",), "Périmètre de marche 200 m."),
    (
        "fr",
        (
            "D: Je vous arrête jusqu'à vendredi.",
            "P: On est lundi.",
            "D: Oui, cinq jours.",
        ),
        "Arrêt de travail de 5 jours.",
    ),
    ("fr", ("P: Ça dure une minute, deux minutes.",), "Épisodes de 1 à 2 minutes."),
    (
        "fr",
        (
            "D: On se revoit dans quinze jours.",
            "P: D'accord.",
        ),
        "Revoir dans 2 semaines.",
    ),
    ("fr", ("P: Depuis la semaine dernière.",), "Évolution depuis 7 jours environ."),
    (
        "fr",
        (
            "D: Vous êtes à quatre mois de grossesse.",
            "P: Dix-huit semaines, oui.",
        ),
        "Grossesse de 18 SA.",
    ),
    ("fr", ("D: Le LDL est à un gramme trente, le HDL à zéro cinquante.",), "LDL 1,30 g/L, HDL 0,50 g/L."),
    ("fr", ("P: J'ai eu deux enfants, et une fausse couche entre les deux.",), "G3P2."),
    ("fr", ("D: La glycémie, un vingt-six à jeun.",), "Glycémie à jeun 1,26 g/L."),
    ("fr", ("P: Je prends un Doliprane mille, le matin, le midi et le soir.",), "Paracétamol 1 g x 3/j."),
    ("fr", ("D: Le Kardegic soixante-quinze, un sachet par jour.",), "Aspirine 75 mg/j."),
    (
        "fr",
        ("P: Quand j'avais vingt ans j'ai eu une jaunisse. Là j'en ai soixante.",),
        "Homme de 60 ans, ictère à 20 ans.",
    ),
    ("fr", ("D: Vaccin tétanos fait en deux mille dix-neuf.",), "Dernier rappel DTP 2019."),
    ("fr", ("D: Rendez-vous le trois mars à neuf heures et quart.",), "RDV le 03/03 à 9h15."),
    ("fr", ("P: Je dors quatre heures par nuit, pas plus.",), "Sommeil de 4 h/nuit."),
    ("fr", ("C: Elle a bu la moitié de son biberon de deux cent dix.",), "A bu environ 105 mL."),
    (
        "fr",
        ("D: L'INR est à deux virgule huit, on garde un comprimé un jour, un demi le lendemain.",),
        "INR 2,8, alternance 1 cp / 0,5 cp.",
    ),
    ("fr", ("D: Le nodule fait huit millimètres, il en faisait six il y a un an.",), "Nodule de 8 mm (+2 mm en 1 an)."),
    ("fr", ("P: Je bois deux verres à midi, deux le soir.",), "Alcool : 4 verres/j."),
    ("fr", ("D: Température trente-neuf deux, saturation quatre-vingt-dix-sept.",), "T 39,2 °C, SpO2 97 %."),
    (
        "fr",
        ("D: Le Ventolin, deux bouffées si besoin, maximum huit par jour.",),
        "Salbutamol 2 bouffées si besoin, max 8/j.",
    ),
    (
        "en",
        (
            "D: How tall are you?",
            "P: Five foot ten.",
        ),
        "Height 178 cm.",
    ),
    ("en", ("P: I've been off work since the second, so nearly three weeks.",), "Off work for nearly 3 weeks."),
    ("en", ("D: Hemoglobin is ten and a half, it was twelve in May.",), "Hb 10.5 g/dL (12 in May)."),
    (
        "en",
        (
            "D: You're on a hundred of the levothyroxine, right?",
            "P: One-twelve.",
        ),
        "Levothyroxine 112 mcg daily.",
    ),
    ("en", ("P: My sister had it at forty, my aunt at fifty-five.",), "FH: sister aged 40, aunt aged 55."),
    (
        "en",
        (
            "D: Baby's seven pounds eleven at birth.",
            "C: She's nine three now.",
        ),
        "Birth weight 7 lb 11 oz, now 9 lb 3 oz.",
    ),
    ("en", ("P: I get up four or five times a night to pee.",), "Nocturia x4-5."),
    (
        "en",
        ("D: We'll taper, forty for three days, twenty for three days, ten for three days.",),
        "Prednisone taper 40 mg x 3 days, 20 mg x 3 days, 10 mg x 3 days.",
    ),
    ("en", ("P: The chest pain lasts maybe ten, fifteen minutes.",), "Chest pain lasting 10-15 minutes."),
    ("en", ("D: Ejection fraction is thirty-five to forty.",), "LVEF 35-40%."),
    ("en", ("P: I drink a six-pack most nights.",), "Alcohol approximately 6 beers nightly."),
    ("en", ("P: I had it done in ninety-eight.",), "Cholecystectomy 1998."),
    (
        "en",
        (
            "D: Come back in two weeks for the stitches.",
            "P: So the twenty-second?",
        ),
        "Suture removal in 14 days.",
    ),
    ("en", ("P: It started about half an hour after I ate.",), "Onset 30 min postprandially."),
    ("en", ("D: The lump's the size of a pea, five mil maybe.",), "5 mm lump."),
    (
        "en",
        (
            "P: My last period was the third of June.",
            "D: So you're eight weeks.",
        ),
        "LMP 03/06, 8 weeks gestation.",
    ),
    ("en", ("D: Your score is fourteen on the depression questionnaire.",), "PHQ-9 score 14."),
    (
        "en",
        ("P: Haven't been for four days. Usually I go every day.",),
        "Constipation for 4 days, usually daily bowel motion.",
    ),
    (
        "en",
        ("D: That's your second dose, third one's due in six months.",),
        "Second dose given, third due in 6 months.",
    ),
    ("en", ("P: He threw up like five times since last night.",), "5 episodes of vomiting since last night."),
    (
        "en",
        ("D: Let's cut the metformin in half, so one tablet instead of two.",),
        "Metformin reduced to 1 tablet daily.",
    ),
    ("en", ("D: I want you on vitamin D, eight hundred units a day.",), "Vitamin D 800 IU daily."),
    (
        "en",
        ("P: I quit in twenty nineteen, smoked a pack a day for thirty years.",),
        "Ex-smoker, stopped 2019, 30 pack-years.",
    ),
    ("en", ("P: I'm seventy-two next week.",), "71-year-old."),
    (
        "fr",
        (
            "D: Votre hémoglobine est à onze deux.",
            "P: C'est bas ?",
        ),
        "Hb 11,2 g/dL.",
    ),
    (
        "fr",
        ("D: Plaquettes à cent cinquante mille, globules blancs à huit mille.",),
        "Plaquettes 150 G/L, leucocytes 8 G/L.",
    ),
    ("fr", ("P: J'habite au troisième sans ascenseur.",), "Vit au 3e étage sans ascenseur."),
    ("fr", ("D: On passe de cinq à dix, l'amlodipine.",), "Amlodipine majorée de 5 à 10 mg."),
    ("fr", ("P: Ça fait bien trois semaines, un mois que je tousse.",), "Toux depuis 3 à 4 semaines."),
    ("fr", ("D: Un sachet trois fois par jour, avant les repas.",), "1 sachet x 3/j avant les repas."),
    ("fr", ("C: Il a mangé trois cuillères et il a tout vomi, deux fois.",), "Deux vomissements."),
    ("fr", ("D: Je vous fais trois séances par semaine, quinze en tout.",), "15 séances de kinésithérapie, 3/semaine."),
    (
        "fr",
        ("P: J'ai pris cinq kilos depuis l'arrêt du tabac, il y a six mois.",),
        "Prise de 5 kg en 6 mois depuis le sevrage tabagique.",
    ),
    ("fr", ("D: Le taux de fer, la ferritine, est à douze.",), "Ferritine 12 µg/L."),
    ("fr", ("P: La dernière prise de sang, c'était le dix septembre.",), "Dernier bilan le 10/09."),
    ("fr", ("P: Je suis retraité depuis deux ans, j'avais soixante-deux ans.",), "Retraité depuis 2 ans."),
    (
        "fr",
        (
            "D: Vous mesurez ?",
            "P: Un mètre quatre-vingts, quatre-vingt-dix kilos.",
        ),
        "Taille 1,80 m, poids 90 kg, IMC 27,8.",
    ),
    ("fr", ("D: Votre frottis est à refaire dans trois ans.",), "Prochain frottis dans 3 ans."),
    (
        "fr",
        ("D: Je vous prescris du Spasfon, deux comprimés jusqu'à trois fois par jour.",),
        "Phloroglucinol 2 cp jusqu'à x3/j, max 6 cp/j.",
    ),
    ("fr", ("P: Le cœur s'emballe, ça monte à cent cinquante sur ma montre.",), "Palpitations avec FC à 150/min."),
    (
        "fr",
        ("D: On fera une prise de sang toutes les semaines pendant un mois, puis tous les mois.",),
        "NFS hebdomadaire pendant 1 mois puis mensuelle.",
    ),
    ("fr", ("P: J'ai arrêté la pilule il y a un an et demi.",), "Arrêt de la contraception orale il y a 18 mois."),
    ("fr", ("P: Il est tombé de sa hauteur hier vers dix-huit heures.",), "Chute de sa hauteur hier à 18h."),
    (
        "fr",
        (
            "D: L'insuline, vous faites combien ?",
            "P: Seize le matin, douze le soir.",
        ),
        "Insuline 16 UI le matin, 12 UI le soir (28 UI/j).",
    ),
    ("fr", ("P: Je prends l'Eliquis cinq, matin et soir.",), "Apixaban 5 mg x 2/j."),
    (
        "fr",
        ("D: Le cholestérol total deux vingt, les triglycérides un dix.",),
        "Cholestérol total 2,20 g/L, triglycérides 1,10 g/L.",
    ),
]

SAID += [
    ("en", ("D: The MRI was on 4/24/2021.",), "MRI on 24 April 2021."),
    ("fr", ("P: Opéré le 12 mars 2021.",), "Opéré le 12/03/2021."),
    ("en", ("P: The fever and the cough, seven days now.", *TALK), "Fever and cough for a week."),
    ("fr", ("P: Je tousse depuis quinze jours.", *TALK_FR), "Toux depuis deux semaines."),
]

NOT_SAID: list[tuple[Language, tuple[str, ...], str]] = [
    # A strength is no dose, a unit named by itself, a drug given in micrograms, a count of something else.
    ("fr", ("D: De la prednisone, trois comprimés de vingt le matin.",), "Prednisone 20 mg le matin."),
    ("en", ("D: Prednisone, four of the fives every morning.",), "Prednisone 5 mg every morning."),
    ("fr", ("P: Le bisoprolol, la moitié d'un dix.",), "Bisoprolol 10 mg."),
    ("fr", ("P: La glycémie à un virgule trois.", "D: En grammes, d'accord."), "Glycémie 1,3 mmol/L."),
    ("en", ("P: My sugar was eight point two.", "D: Millimoles, good."), "Glucose 8.2 mg/dL."),
    ("fr", ("D: Le Lévothyrox, on passe à cent.",), "Lévothyroxine 100 mg."),
    ("en", ("D: Your levothyroxine goes up to eighty-eight.",), "Levothyroxine 88 mg."),
    ("fr", ("D: Du Tobrex, une goutte dans les deux yeux, quatre fois par jour.",), "Tobrex 1 goutte x 2/j."),
    # An offer that met an objection, a choice, a date and a part of the day that were taken back.
    (
        "fr",
        ("D: On se revoit dans trois semaines.", "P: Je serai en Bretagne.", "D: Alors on dit six."),
        "Revoir dans 3 semaines.",
    ),
    (
        "en",
        ("D: I'll see you in two weeks.", "P: I'm away then.", "D: Okay, let's make it four."),
        "Review in 2 weeks.",
    ),
    ("fr", ("D: Vous êtes à dix ou à vingt ?", "P: Dix, le ramipril."), "Ramipril 20 mg."),
    ("en", ("D: Are you on five or two and a half?", "P: Two and a half of the Eliquis."), "Apixaban 5 mg."),
    (
        "fr",
        ("P: Ça date du douze. Non, attendez, c'était mon anniversaire, c'était le dix-neuf.",),
        "Douleur depuis le 12.",
    ),
    ("en", ("P: Since the third. No, hang on, the tenth.",), "Rash since the 3rd."),
    ("fr", ("D: Un comprimé le soir. Ah non, plutôt le matin, ça fait uriner.",), "Furosémide 1 cp le soir."),
    (
        "en",
        ("D: Take it at night. Actually, mornings, it can keep you up.", "P: The fluoxetine?"),
        "Fluoxetine at night.",
    ),
    ("fr", ("C: Elle est née à trente-quatre semaines. Non, je dis des bêtises, trente-six.",), "Née à 34 SA."),
    ("en", ("P: I have the injection every twelve weeks.",), "Depot injection every 3 weeks."),
    ("en", ("D: Start the statin, atorvastatin twenty at night.",), "Atorvastatin 40 mg nocte."),
    ("en", ("D: Potassium's five point nine, creatinine's one-fifty.",), "K 5.9 mmol/L, creatinine 115."),
    ("en", ("D: Your sugar was eleven point two fasting.",), "Fasting glucose 12.1 mmol/L."),
    (
        "en",
        ("P: I smoke twenty a day. Have done since I was eighteen, I'm fifty-eight now.",),
        "Smokes 10 cigarettes/day.",
    ),
    (
        "en",
        (
            "D: Amoxicillin, five hundred three times a day, for a week.",
            "P: And the ibuprofen?",
            "D: Four hundred twice a day.",
        ),
        "Amoxicillin 400 mg TDS for 7 days.",
    ),
    (
        "en",
        (
            "D: Amoxicillin, five hundred three times a day, for a week.",
            "P: And the ibuprofen?",
            "D: Four hundred twice a day.",
        ),
        "Amoxicillin 500 mg TDS for 7 days, ibuprofen 500 mg BD.",
    ),
    ("en", ("D: Pulse is eighty-eight, blood pressure one thirty over eighty.",), "BP 130/80, HR 80."),
    ("en", ("P: The cough's been three weeks. The fever started two days ago.",), "Fever for 3 weeks."),
    ("en", ("P: I was on forty of the omeprazole. Now I'm down to twenty.",), "Takes omeprazole 40 mg."),
    ("en", ("P: I used to have migraines twice a week, now it's once a month.",), "Migraines twice a week."),
    ("en", ("P: It was the fourth of May. No wait, the eleventh.",), "Accident on 4 May."),
    ("en", ("P: I take two a day. Sorry, three, he put it up.",), "Takes 2 tablets daily."),
    ("en", ("D: Give him five mil, every eight hours.",), "5 mL every 6 h."),
    ("en", ("D: Give him five mil, every eight hours.",), "5 mg every 8 h."),
    (
        "fr",
        ("D: Le Ventolin, deux bouffées si besoin, maximum huit par jour.",),
        "Salbutamol 4 bouffées si besoin, max 8/j.",
    ),
    ("fr", ("D: Température trente-neuf deux, saturation quatre-vingt-dix-sept.",), "T 39,7 °C, SpO2 97 %."),
    ("fr", ("D: Le nodule fait huit millimètres, il en faisait six il y a un an.",), "Nodule de 6 mm."),
    ("fr", ("D: L'INR est à deux virgule huit.",), "INR à 3,8."),
    ("fr", ("D: Le Kardegic soixante-quinze, un sachet par jour.",), "Aspirine 160 mg/j."),
    (
        "fr",
        (
            "D: Le Levothyrox, vous êtes à soixante-quinze ?",
            "P: Non, cent maintenant.",
        ),
        "Lévothyroxine 75 µg/j.",
    ),
    (
        "fr",
        ("D: On met l'Augmentin, un gramme trois fois par jour, une semaine.",),
        "Amoxicilline-acide clavulanique 1 g x 2/j pendant 7 jours.",
    ),
    ("fr", ("P: La toux, ça fait un mois. La fièvre, trois jours.",), "Fièvre depuis un mois."),
    (
        "fr",
        ("D: La créatinine à quatre-vingt-douze, la clairance soixante-huit.",),
        "Créatinine 68 µmol/L, DFG 92 mL/min.",
    ),
    (
        "fr",
        ("D: Bisoprolol deux et demi le matin, et ramipril cinq le soir.",),
        "Bisoprolol 5 mg le matin, ramipril 5 mg le soir.",
    ),
    ("fr", ("P: Avant je prenais deux Lexomil par jour, maintenant un demi.",), "Bromazépam 2 comprimés par jour."),
    (
        "fr",
        (
            "D: On se revoit dans quinze jours.",
            "P: Et l'écho ?",
            "D: Dans six mois.",
        ),
        "Revoir dans 6 mois.",
    ),
    ("fr", ("D: Dix gouttes le soir, pas vingt, hein.",), "20 gouttes le soir."),
    ("fr", ("P: Le quinze juin... euh non, le seize.",), "Chute le 15 juin."),
    ("en", ("P: I take two a day. Sorry, three, he put it up.",), "Takes 2 tablets daily."),
    ("en", ("P: I drink a six-pack most nights.",), "Alcohol approximately 12 beers nightly."),
    ("en", ("D: Ejection fraction is thirty-five to forty.",), "LVEF 50-55%."),
    ("en", ("D: I want you on vitamin D, eight hundred units a day.",), "Vitamin D 8000 IU daily."),
    ("en", ("P: I had it done in ninety-eight.",), "Cholecystectomy 1989."),
    ("en", ("P: My sister had it at forty, my aunt at fifty-five.",), "Sister diagnosed at 45."),
    (
        "en",
        (
            "D: You're on a hundred of the levothyroxine, right?",
            "P: One-twelve.",
        ),
        "Levothyroxine 100 mcg daily.",
    ),
    ("en", ("D: Stay on the ten of ramipril, and add amlodipine five.",), "Ramipril 5 mg, amlodipine 10 mg."),
    ("en", ("D: Come back in two weeks. We'll scan you again in six months.",), "Review in 6 months."),
    ("en", ("D: Fluids up to one and a half litres a day.",), "Fluid restriction 1.5 mL/day."),
    ("fr", ("D: Le cholestérol total deux vingt, les triglycérides un dix.",), "Cholestérol total 2,40 g/L."),
    ("fr", ("P: Je prends l'Eliquis cinq, matin et soir.",), "Apixaban 2,5 mg x 2/j."),
    (
        "fr",
        (
            "D: L'insuline, vous faites combien ?",
            "P: Seize le matin, douze le soir.",
        ),
        "Insuline 12 UI le matin, 16 UI le soir.",
    ),
    ("fr", ("D: Plaquettes à cent cinquante mille, globules blancs à huit mille.",), "Plaquettes 50 G/L."),
    ("fr", ("D: On passe de cinq à dix, l'amlodipine.",), "Amlodipine 5 mg."),
    ("fr", ("P: J'ai pris cinq kilos depuis l'arrêt du tabac, il y a six mois.",), "Prise de 6 kg en 5 mois."),
    ("fr", ("D: Un sachet trois fois par jour.",), "1 sachet x 2/j."),
    ("fr", ("D: On se revoit dans trois mois, et la prise de sang dans quinze jours.",), "Revoir dans 15 jours."),
    ("fr", ("P: Trente gouttes. Enfin vingt, trente c'était au début.",), "30 gouttes le soir."),
    ("fr", ("D: La CRP est à douze, elle était à quatre-vingts à l'entrée.",), "CRP 80 mg/L."),
    ("fr", ("P: Vers huit heures... non, plutôt dix heures.",), "Début à 8h."),
    ("en", ("D: He had an MRI on 4/24/2021.",), "MRI on 07/24/2021."),
    ("en", ("P: The test was September 9th, 2019.",), "Stress test 09/19/2019."),
    ("en", ("D: The repair was on 1/22/2013, no, sorry, 2/22/2013.",), "Repair on 01/22/2013."),
    ("fr", ("P: Opéré le 12 mars 2021.",), "Opéré le 12/05/2021."),
    ("en", ("D: Metformin, 500 milligrams twice a day.",), "Metformin 1000 mg twice daily."),
    ("en", ("D: Albuterol two puffs as needed, and Symbicort two puffs twice a day.",), "Albuterol 4 puffs as needed."),
    (
        "en",
        ("P: The pain began two weeks ago.", *TALK, "P: I was in Spain, two years there.", *TALK),
        "Pain began 2 years ago.",
    ),
    ("fr", ("P: Je tousse depuis une semaine, et j'ai de la fièvre.", *TALK_FR), "Toux et fièvre depuis un mois."),
    ("en", ("P: The fever and the cough, it's been a week.", *TALK), "Fever and cough for a year."),
]


@pytest.mark.parametrize(("language", "lines", "note"), SAID)
def test_a_number_that_was_said_otherwise_is_not_flagged(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert found(language, lines, note) == []


@pytest.mark.parametrize(("language", "lines", "note"), NOT_SAID)
def test_a_number_of_something_else_is_flagged(language: Language, lines: tuple[str, ...], note: str) -> None:
    assert found(language, lines, note)
