"""The one registry of what can be set: the screen, the file's rules, the docs and the checks all read `SETTINGS`.

Values only. A setting that stands here has its row on the screen, is read from the file and written to it; one that
is a field of `Settings` must stand here, as a test holds.
"""

from __future__ import annotations

from reader.control.one_button import SCAN_RANGES
from reader.control.setting_kinds import Kind, OneOf, Share, Table, Whole, Words, YesNo
from reader.control.steady import RANGES
from reader.values import frozen


@frozen
class Setting:
    """One thing that can be set."""

    name: str
    """Its name in the file, and of the field of `Settings`."""
    label: str
    """What the row shows and the voice says."""
    help: str
    """One spoken sentence."""
    kind: Kind
    opens: str = ""
    """Name of the action that changes it, where that has a list of its own; "file": only the file does."""
    up: str = "More"
    """What a step up is called."""
    down: str = "Less"


def _pause(least: int = 0, most: int = 10_000) -> Whole:
    return Whole(least, most, 100, is_time_ms=True, said_as={0: "none"})


def _steady(name: str, step: int = 50, none: str = "off") -> Whole:
    return Whole(*RANGES[name], step, is_time_ms=True, said_as={0: none})


_LONGER = ("Longer", "Shorter")

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "profile",
        "Profile",
        "Changes between your settings for good days and for bad days.",
        Words('the name of a profile in quotes, such as "bad day"', "good day"),
        opens="next-profile",
    ),
    Setting(
        "rate_wpm",
        "Speed",
        "How fast the voice reads.",
        Whole(80, 600, 15, "words a minute"),
        up="Faster",
        down="Slower",
    ),
    Setting("volume", "Loudness", "How loud the voice is.", Share(), up="Louder", down="Softer"),
    Setting(
        "voice",
        "Voice",
        "Which voice reads.",
        Words('the name of a voice in quotes, or ""', "the voice of the page's language"),
        opens="voices",
    ),
    Setting(
        "voices",
        "Voices by language",
        "Which voice reads pages in which language.",
        Table('a voice in quotes for each language, such as { en = "..." }', "none chosen"),
        opens="voices",
    ),
    Setting(
        "pitch",
        "Pitch",
        "How high the voice is.",
        Whole(0, 100, 5, "of 100"),
        up="Higher",
        down="Lower",
    ),
    Setting(
        "pause_after_sentence_ms",
        "Pause after a sentence",
        "How long the voice rests after each sentence.",
        _pause(),
        "",
        *_LONGER,
    ),
    Setting(
        "pause_after_paragraph_ms",
        "Pause after a paragraph",
        "How long the voice rests after each paragraph.",
        _pause(),
        "",
        *_LONGER,
    ),
    Setting(
        "pause_after_heading_ms",
        "Pause after a heading",
        "How long the voice rests after a heading.",
        _pause(),
        "",
        *_LONGER,
    ),
    Setting(
        "pause_after_section_ms",
        "Pause before a section",
        "How long the voice rests before a new section.",
        _pause(),
        "",
        *_LONGER,
    ),
    Setting(
        "theme",
        "Colours",
        "Light letters on dark, dark letters on light, or the terminal's own colours.",
        OneOf({"dark": "dark", "light": "light", "system": "the terminal's own"}),
    ),
    Setting(
        "quiet_ms",
        "Pause between presses",
        "A second press counts only after so long, so that a trembling hand presses once.",
        _steady("quiet_ms"),
        "",
        *_LONGER,
    ),
    Setting(
        "one_button",
        "One button",
        "Any key offers what can be done, one thing after another, and the next press takes it.",
        YesNo(),
    ),
    Setting(
        "scan_ms",
        "Time for each choice",
        "How long each choice is offered after its name was said.",
        Whole(*SCAN_RANGES["scan_ms"], 250, is_time_ms=True),
        "",
        *_LONGER,
    ),
    Setting(
        "scan_first_extra_ms",
        "More time for the first choice",
        "How much longer the first choice is offered.",
        Whole(*SCAN_RANGES["scan_first_extra_ms"], 100, is_time_ms=True, said_as={0: "none"}),
        "",
        *_LONGER,
    ),
    Setting(
        "scan_loops",
        "Rounds of choices",
        "How often the choices are offered before the reading goes on.",
        Whole(*SCAN_RANGES["scan_loops"], 1, said_as={0: "without end"}),
    ),
    Setting(
        "scan_way",
        "Way of choosing",
        "Whether choices pass by themselves, two switches move and choose, or a press stops them.",
        OneOf(
            {
                "auto": "choices pass, a press takes one",
                "step": "one switch moves, another chooses",
                "stop": "choices pass, a press stops at one",
            }
        ),
    ),
    Setting(
        "undo_ms",
        "Time to take back",
        'How long "take that back" is the first choice after something was done.',
        Whole(*SCAN_RANGES["undo_ms"], 250, is_time_ms=True, said_as={0: "none"}),
        "",
        *_LONGER,
    ),
    Setting(
        "every_key_is_the_button",
        "Every key is the button",
        "No key has a job of its own, so that it does not matter which you hit.",
        YesNo(),
    ),
    Setting(
        "letter_keys",
        "Letter and digit keys",
        "Letters, digits and signs may have jobs of their own.",
        YesNo(),
    ),
    Setting(
        "left_half_goes_back",
        "Left half goes back",
        "Keys and clicks at the left go back instead of being the button.",
        YesNo(),
    ),
    Setting(
        "jobs",
        "Keys with jobs of your own",
        "Which key, pedal or switch does which action.",
        Table('an action in quotes for each key, such as { f5 = "again" }', "none"),
        opens="which-key",
    ),
    Setting(
        "linked_pages",
        "Linked pages too",
        "Whether a page that you save brings the pages that it links to on its site, at most 200.",
        YesNo(),
    ),
    Setting(
        "switches",
        "Gamepads and switch boxes",
        "Every button of a gamepad, joystick or switch box is a press, also while another window is in front.",
        YesNo(),
    ),
    Setting(
        "midi",
        "MIDI pedals",
        "What of a MIDI device is a press, where the extra for it is installed.",
        OneOf({"off": "nothing", "pedals": "its pedals", "keys": "its pedals and its keys"}),
    ),
    Setting(
        "dwell",
        "Choose by resting",
        "Resting the pointer on a button or a row presses it, with no click.",
        YesNo(),
    ),
    Setting(
        "dwell_ms",
        "Time to rest",
        "How long the pointer must rest before it presses.",
        Whole(400, 5000, 200, is_time_ms=True),
        "",
        *_LONGER,
    ),
    Setting(
        "steady_pointer",
        "Steady pointer",
        "A click counts for what the pointer was on over the last half second, not for where it slipped.",
        YesNo(),
    ),
    Setting(
        "read_parentheses",
        "Read what stands in brackets",
        "Whether words in round brackets are read.",
        YesNo(),
    ),
    Setting(
        "read_footnotes",
        "Read footnote marks",
        "Whether the small marks of footnotes are read.",
        YesNo(),
    ),
    Setting(
        "read_captions",
        "Read captions",
        "Whether the lines under pictures and tables are read.",
        YesNo(),
    ),
    Setting(
        "read_tables",
        "Read tables",
        "Whether tables are read, row by row.",
        YesNo(),
    ),
    Setting(
        "count_list_items",
        "Count lists aloud",
        'Says "first of five" before the items of a list.',
        YesNo(),
    ),
    Setting(
        "action_names",
        "Actions name themselves",
        "Whether what was done is named in words, by a sound, or not at all.",
        OneOf({"words": "in words", "sound": "by a short sound", "off": "not at all"}),
    ),
    Setting(
        "sound_section",
        "Sound at a new section",
        "A short quiet tone where the reading comes to a new section.",
        YesNo(),
    ),
    Setting(
        "sound_page_end",
        "Sound at the end of a page",
        "Two falling tones where a page was read to its end.",
        YesNo(),
    ),
    Setting(
        "sound_saved",
        "Sound when something is saved",
        "Two rising tones when a page or a bookmark was kept.",
        YesNo(),
    ),
    Setting(
        "sound_could_not",
        "Sound when something could not be done",
        "Twice the same low tone before the reader says what could not be done.",
        YesNo(),
    ),
    Setting(
        "hold_when_unplugged",
        "Hold when headphones are pulled out",
        "The reading stops where it is when the headphones go, and waits for you.",
        YesNo(),
    ),
    Setting(
        "calls",
        "While there is a call",
        "What the reading does during a call, or while another program speaks.",
        OneOf(
            {
                "return": "held, and goes on by itself afterwards",
                "hold": "held until you press",
                "ignore": "goes on",
            }
        ),
    ),
    Setting(
        "careful_ms",
        "Pause before what is hard to take back",
        "Such things take a press only after so long without another.",
        _steady("careful_ms"),
        "",
        *_LONGER,
    ),
    Setting(
        "burst_ms",
        "Longest pause while trembling",
        "While presses keep coming, the pause between presses grows up to so long.",
        _steady("burst_ms"),
        "",
        *_LONGER,
    ),
    Setting(
        "smear_ms",
        "Keys hit together",
        "Different keys within so long count as one press.",
        _steady("smear_ms", 25),
        "",
        *_LONGER,
    ),
    Setting(
        "hold_from_ms",
        "A held key repeats from",
        "The shortest time after which your system repeats a key that is held.",
        _steady("hold_from_ms", none="at once"),
        "",
        "Later",
        "Sooner",
    ),
    Setting(
        "hold_to_ms",
        "A held key repeats until",
        "The longest time after which your system repeats a key that is held.",
        _steady("hold_to_ms"),
        "",
        "Later",
        "Sooner",
    ),
    Setting(
        "train_ms",
        "Time between repeats",
        "A key that comes again so soon is held, not pressed anew.",
        _steady("train_ms", 10),
        "",
        *_LONGER,
    ),
    Setting(
        "repeat_ms",
        "When a held key repeats first",
        "The comfort set-up finds this where keys stick under your hand.",
        _steady("repeat_ms", none="not known"),
        "",
        "Later",
        "Sooner",
    ),
    Setting(
        "voice_catalogue",
        "Where voices come from",
        "The address of the list of natural voices that can be added.",
        Words("an address that begins with https://", "none", ("https://", "http://")),
        opens="file",
    ),
    Setting(
        "waits_for_main",
        "Wait for the button",
        "A key with a job waits a moment, in case the button was hit together with it.",
        YesNo(),
    ),
)
"""In the order in which they are offered."""

BY_NAME: dict[str, Setting] = {setting.name: setting for setting in SETTINGS}
