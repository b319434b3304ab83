"""When a number of a note is the one that was said: units, rounding, what speech leaves out."""

from assistant.pipeline.checking.quantities.amounts import FACTOR, PER, Amount
from assistant.pipeline.lexicon import Lexicon

_WEEKS = {"SA": "week"}
SAME = 1e-4
# A measure in another system of units is rounded: 40 lb are 18 kg, four ounces 120 mL.
CONVERTED = 0.03
# Two weeks for *quinze jours*, six weeks for a month and a half: spoken durations round.
SAME_TIME = 0.15
_CUSTOMARY = frozenset({"lb", "stone", "oz", "pint", "inch", "ft", "mile"})
_PACK = 20
_DRINKS = {"drink", "bottle"}
_BOUND = 1.5
"""How far what was said may lie from the bound that a note writes."""
TIME = "time"
_IN_A_VOLUME = frozenset({"mass_concentration", "molar"})
# What is counted rather than measured: a note may write the count without the thing, or the other way round.
_COUNTED = frozenset({"times", "session", "form_injection", "cigarette", "drink", "score", "ratio", "rate", "index"})


def same(value: float, unit: str, said: Amount, lexicon: Lexicon) -> bool:
    """Whether a note's number is one that was said; a missing unit on either side fits any."""
    if said.unit == FACTOR:
        return False
    if said.unit == PER and dimension(unit, lexicon) in (TIME, "mass", "volume"):
        return False
    # *Seize mille* white cells are 16 G/L (written without capitals it reads as grams); a pack is twenty cigarettes.
    thousands = unit in ("G/L", "g/L") and not said.unit and close(value * 1000, said.value, SAME)
    # Blood sugar is spoken in hundredths: *à cinquante-huit* is 0.58 g/L.
    hundredths = unit == "g/L" and not said.unit and said.value >= 20 and close(value * 100, said.value, SAME)
    # A gram's worth of milligrams: *un Doliprane mille*.
    milligrams = unit == "g" and not said.unit and said.value >= 100 and close(value * 1000, said.value, SAME)
    packs = unit in ("", "cigarette") and said.unit == "pack" and close(value, said.value * _PACK, SAME)
    if thousands or hundredths or milligrams or packs:
        return True
    ours, theirs = _base(value, unit, lexicon), _base(said.value, said.unit, lexicon)
    loose = said.unit == PER or not unit or not said.unit or unit == said.unit
    counted = (_counted(unit, lexicon) or _counted(said.unit, lexicon)) and ours[1] != theirs[1]
    counted = counted and {ours[1], theirs[1]} != _DRINKS
    if loose or counted:
        return close(value, said.value, SAME)
    if ours[1] == theirs[1]:
        foreign = unit in _CUSTOMARY or said.unit in _CUSTOMARY
        return close(ours[0], theirs[0], SAME_TIME if ours[1] == TIME else CONVERTED if foreign else SAME)
    if {unit, said.unit} == {"mm", "mL"}:
        # *Five mil* may be either.
        return close(value, said.value, SAME)
    if {ours[1], theirs[1]} == {"celsius", "fahrenheit"}:
        return abs(_celsius(value, unit) - _celsius(said.value, said.unit)) < 0.1
    return _numerator(unit, said.unit) and close(value, said.value, SAME)


def near_to(value: float, unit: str, said: Amount, lexicon: Lexicon) -> bool:
    """Whether a number that a note calls approximate rounds one that was said (within 10%)."""
    if said.unit in (PER, FACTOR) or said.guess:
        return False
    if unit == said.unit or not said.unit or not unit:
        return close(value, said.value, 0.1)
    return comparable(unit, said, lexicon) and close(
        _base(value, unit, lexicon)[0], _base(said.value, said.unit, lexicon)[0], 0.1
    )


def beyond(value: float, unit: str, said: Amount, bound: str, lexicon: Lexicon) -> bool:
    """Whether an amount lies on the claimed side of a bound (``over`` or ``under``), and not far from it."""
    if said.guess or not (unit == said.unit or comparable(unit, said, lexicon)):
        return False
    ours, theirs = _base(value, unit, lexicon)[0], _base(said.value, said.unit, lexicon)[0]
    low, high = (ours, theirs) if bound == "over" else (theirs, ours)
    return low <= high <= low * _BOUND


def _celsius(value: float, unit: str) -> float:
    return (value - 32) / 1.8 if unit == "°F" else value


def comparable(unit: str, said: Amount, lexicon: Lexicon) -> bool:
    """Whether the two measure the same kind of thing."""
    if not unit or not said.unit:
        return unit == said.unit
    return dimension(unit, lexicon) == dimension(said.unit, lexicon) or _numerator(unit, said.unit)


def rival_units(unit: str, said: Amount, lexicon: Lexicon) -> bool:
    """Whether one unit may be written for the other: they measure the same kind of thing, or both how much of a
    substance there is in a volume (*grammes* for g/L)."""
    if comparable(unit, said, lexicon):
        return True
    kinds = {dimension(unit, lexicon), dimension(said.unit, lexicon)}
    return bool(kinds & _IN_A_VOLUME) and kinds <= _IN_A_VOLUME | {"mass"}


def other_unit(value: float, unit: str, said: Amount, lexicon: Lexicon) -> bool:
    """Whether the number was said, with a unit that is not this one."""
    if not unit or not said.unit or said.unit in (unit, PER) or same(value, unit, said, lexicon):
        return False
    # *Yesterday* and *un jour* are no wrong unit for a week; ten kilos are nothing to ten days.
    times = [dimension(one, lexicon) == TIME for one in (unit, said.unit)]
    figured = any(mention.span.overlaps(said.span) for mention in said.passage.reading.quantities)
    small = value < 2 or (value == 2 and not figured)
    return close(value, said.value, SAME) and times[0] == times[1] and not (small and all(times))


def close(a: float, b: float, tolerance: float) -> bool:
    """Whether two numbers differ by no more than a share of the larger."""
    return abs(a - b) <= tolerance * max(abs(a), abs(b), 1e-12)


def _base(value: float, unit: str, lexicon: Lexicon) -> tuple[float, str]:
    held = lexicon.units.get(_WEEKS.get(unit, unit))
    return (value, unit) if held is None else (value * held.factor, held.dimension)


def dimension(unit: str, lexicon: Lexicon) -> str:
    """What a unit measures; a unit that no file holds, itself."""
    held = lexicon.units.get(_WEEKS.get(unit, unit))
    return unit if held is None else held.dimension


def _counted(unit: str, lexicon: Lexicon) -> bool:
    return dimension(unit, lexicon) in _COUNTED


def _numerator(a: str, b: str) -> bool:
    """*Un gramme vingt* is 1.20 g/L, *80 mg par kilo* a day's: speech leaves the denominator out."""
    return a.startswith(f"{b}/") or b.startswith(f"{a}/")
