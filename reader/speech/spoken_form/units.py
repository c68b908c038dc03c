"""Units of measurement and what they are called in English. Values, and the reading of one in a text. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from reader.speech.spoken_form.edits import pattern

_NAMES = """
mg milligram; g gram; kg kilogram; mcg microgram; µg microgram; μg microgram; ug microgram; ng nanogram; pg picogram;
ml millilitre; mL millilitre; l litre; L litre; dl decilitre; dL decilitre; cl centilitre; µl microlitre; μl
microlitre; cc cubic centimetre; cm centimetre; mm millimetre; km kilometre; m metre; nm nanometre; µm micrometre; μm
micrometre; ft foot/feet; yd yard; mi mile; lb pound; lbs pound; oz ounce; mmHg millimetre of mercury/millimetres of
mercury; Hz hertz/hertz; kHz kilohertz/kilohertz; MHz megahertz/megahertz; GHz gigahertz/gigahertz; ms millisecond;
msec millisecond; s second; sec second; secs second; min minute; mins minute; h hour; hr hour; hrs hour; d day; wk
week; wks week; mo month; mos month; mth month; mths month; yr year; yrs year; y year; °C degree Celsius/degrees
Celsius; ℃ degree Celsius/degrees Celsius; °F degree Fahrenheit/degrees Fahrenheit; ℉ degree Fahrenheit/degrees
Fahrenheit; ° degree; % percent/percent; ‰ per mille/per mille; kcal kilocalorie; cal calorie; kJ kilojoule; J joule;
W watt; kW kilowatt; V volt; mV millivolt; kV kilovolt; mA milliamp; µV microvolt; μV microvolt; Ω ohm; Nm newton
metre; N newton; Pa pascal; kPa kilopascal; Gy gray/gray; Bq becquerel; mmol millimole; µmol micromole; μmol
micromole; nmol nanomole; mol mole; IU international unit; iu international unit; U unit; mU milliunit; MU mouse unit;
bpm beat per minute/beats per minute; rpm revolution per minute/revolutions per minute; mph mile per hour/miles per
hour; kph kilometre per hour/kilometres per hour; wpm word per minute/words per minute; dB decibel; GB gigabyte; MB
megabyte; KB kilobyte; kB kilobyte; TB terabyte; kbps kilobit per second/kilobits per second; cm² square centimetre;
m² square metre; mm² square millimetre; km² square kilometre; ft² square foot/square feet; cm2 square centimetre; m2
square metre; mm2 square millimetre; km2 square kilometre; cm³ cubic centimetre; m³ cubic metre; mm³ cubic millimetre;
cm3 cubic centimetre; m3 cubic metre; mm3 cubic millimetre; tsp teaspoon; tbsp tablespoon; tab tablet; tabs tablet;
pts point; st stone/stone; hPa hectopascal; mEq milliequivalent; mcL microlitre; mcl microlitre; kbit kilobit; Mbps
megabit per second/megabits per second; px pixel
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """What one and what several of it are called."""

    one: str
    several: str


def _read(names: str) -> dict[str, Unit]:
    table = {}
    for line in names.replace("\n", " ").split(";"):
        sign, _, name = line.strip().partition(" ")
        one, slash, several = name.partition("/")
        table[sign] = Unit(one, several if slash else f"{one}s")
    return table


UNITS = _read(_NAMES)
_RISKY = frozenset("m g s h d y U N W V J l st mi mo cal min tab MU MB px pts".split())
"""Single letters and words that are also something else: read as units only right after a number, or before
something that cannot follow a word of a sentence."""
_AMERICAN = (("litre", "liter"), ("metre", "meter"))
_COUNTED = frozenset(
    "unit units dose doses time times drop drops puff puffs tablet tablets capsule capsules beat beats word words "
    "step steps day days week weeks month months year years hour hours minute minutes second seconds session "
    "sessions visit visits patient patients person people case cases".split()
)
_PER = {
    "day": "day", "d": "day", "wk": "week", "mo": "month", "month": "month", "week": "week", "hr": "hour", "h": "hour",
    "hour": "hour", "min": "minute", "minute": "minute", "s": "second", "sec": "second", "second": "second",
    "yr": "year", "y": "year", "year": "year", "person": "person", "dose": "dose", "night": "night", "page": "page",
    "head": "head", "patient": "patient", "visit": "visit", "session": "session", "tablet": "tablet", "site": "site",
    "muscle": "muscle", "injection": "injection", "vial": "vial", "call": "call",
}  # fmt: skip
_UNIT = (
    r"(?P<gap>[ \u00a0\u2009\u202f-]?)(?P<unit>[%‰℃℉]|°\s?[CF](?!\w)|°|[A-Za-zµμΩ]+[²³23]?)"
    r"(?P<per>(?:\s?/\s?[A-Za-z]+[²³23]?)*)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A unit after a number."""

    start: int
    """Where the gap before it begins."""
    end: int
    one: str
    several: str
    is_hyphened: bool


def unit_at(text: str, at: int, *, is_american: bool = False) -> UnitFound | None:
    """The unit that follows a number which ends at `at`, with what it is counted by."""
    match = pattern(_UNIT).match(text, at)
    if match is None:
        return None
    sign = "".join(match["unit"].split())
    gap, per = match["gap"], match["per"]
    unit = UNITS.get(sign)
    end = match.end("unit")
    rates = [each.strip() for each in per.split("/")[1:]]
    said = [
        UNITS[each].one if each in UNITS and each not in _PER else _PER.get(each) for each in rates
    ]
    if unit is None:
        if sign not in _COUNTED or not rates or None in said:
            return None
        unit = Unit(sign, sign)
    elif _is_another_word(text, end, sign, gap, has_rates=bool(rates)):
        return None
    one, several = unit.one, unit.several
    if rates and None not in said:
        tail = "".join(f" per {each}" for each in said)
        one, several, end = one + tail, several + tail, match.end("per")
    elif rates and sign in _RISKY:
        return None
    if is_american:
        for british, american in _AMERICAN:
            one, several = one.replace(british, american), several.replace(british, american)
    return UnitFound(at, end, one, several, gap == "-")


def _is_another_word(text: str, end: int, sign: str, gap: str, *, has_rates: bool) -> bool:
    """Whether the letters after a number are no unit there."""
    if gap == "-" and sign in ("%", "°"):
        return True
    return bool(gap) and not has_rates and sign in _RISKY and not _stands_alone(text, end, sign)


def _stands_alone(text: str, end: int, sign: str) -> bool:
    """Whether a letter after a number is a unit: "5 m long", but not "the 2 s are"."""
    if sign in ("st", "mi", "cal", "tab", "px", "pts", "mo", "MU"):
        return False
    if sign in ("U", "g", "m", "h", "min", "W", "V", "l", "MB"):
        return True
    return pattern(r"$|[.,;:)]").match(text, end) is not None
