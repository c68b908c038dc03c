"""What the person chose: read without fail, written without loss."""

from __future__ import annotations

import sys
import threading
from dataclasses import fields
from pathlib import Path

import pytest

from reader.control.keymap import KeyChoices
from reader.control.one_button import ScanValues
from reader.control.settings import Settings, in_one, read_settings, write_settings
from reader.control.steady import SteadyValues
from reader.errors import SettingsError


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "settings.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def left_beside(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir() if each != path)


# Reading


def test_without_a_file_the_usual_settings_hold(tmp_path: Path) -> None:
    read = read_settings(tmp_path / "settings.toml")
    assert read.settings == Settings()
    assert read.troubles == ()


def test_every_setting_can_be_chosen(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        rate_wpm = 120
        volume = 0.5
        voice = "gmw/en-GB-scotland"
        theme = "light"
        pause_after_sentence_ms = 100
        pause_after_paragraph_ms = 200
        pause_after_heading_ms = 300
        pause_after_section_ms = 400
        read_parentheses = false
        read_footnotes = true
        read_captions = false
        read_tables = false
        count_list_items = true
        action_names = "sound"
        sound_section = false
        sound_page_end = false
        sound_saved = false
        sound_could_not = false
        hold_when_unplugged = false
        calls = "hold"
        quiet_ms = 450
        careful_ms = 900
        burst_ms = 800
        smear_ms = 150
        hold_from_ms = 440
        hold_to_ms = 560
        train_ms = 55
        repeat_ms = 500
        waits_for_main = true
        every_key_is_the_button = true
        letter_keys = false
        left_half_goes_back = true
        one_button = true
        scan_ms = 2000
        scan_first_extra_ms = 0
        scan_loops = 1
        scan_way = "step"
        undo_ms = 1000
        pitch = 40
        voices = { en = "piper:en_GB-alan-medium", de-AT = "gmw/de" }
        voice_catalogue = "https://voices.example/voices.json"
        dwell = true
        dwell_ms = 800
        steady_pointer = true
        jobs = { f5 = "again" }
        linked_pages = true
        switches = false
        midi = "keys"
        profile = "bad day"
        """,
    )
    read = read_settings(path)
    assert read.troubles == ()
    assert read.settings == Settings(
        *(120, 0.5, "gmw/en-GB-scotland", "light", 100, 200, 300, 400),
        *(False, True, False, False, True),
        *("sound", False, False, False, False, False, "hold"),
        *(450, 900, 800, 150, 440, 560, 55, 500, True, True, False, True),
        *(True, 2000, 0, 1, "step", 1000),
        pitch=40,
        voices={"en": "piper:en_GB-alan-medium", "de-AT": "gmw/de"},
        voice_catalogue="https://voices.example/voices.json",
        dwell=True,
        dwell_ms=800,
        steady_pointer=True,
        jobs={"f5": "again"},
        linked_pages=True,
        switches=False,
        midi="keys",
        profile="bad day",
    )
    assert read.settings.steady == SteadyValues(
        450, 900, 800, 150, 440, 560, 100, 55, repeat_ms=500, waits_for_main=True
    )
    assert read.settings.scan == ScanValues(2000, 0, 1, "step", 1000)
    assert read.settings.keys == KeyChoices(True, False, True, {"f5": "again"})
    usual = Settings()
    assert all(
        getattr(read.settings, field.name) != getattr(usual, field.name)
        for field in fields(Settings)
    )


@pytest.mark.parametrize("rate", [80, 600])
def test_the_ends_of_a_range_belong_to_it(tmp_path: Path, rate: int) -> None:
    assert read_settings(written(tmp_path, f"rate_wpm = {rate}")).settings.rate_wpm == rate


@pytest.mark.parametrize("volume", ["0", "1", "0.0", "1.0"])
def test_volume_may_be_a_whole_number(tmp_path: Path, volume: str) -> None:
    read = read_settings(written(tmp_path, f"volume = {volume}"))
    assert read.troubles == ()
    assert read.settings.volume == float(volume)
    assert type(read.settings.volume) is float


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("rate_wpm = 79", "rate_wpm"),
        ("rate_wpm = 601", "rate_wpm"),
        ("rate_wpm = -165", "rate_wpm"),
        ("rate_wpm = 165.5", "rate_wpm"),
        ("rate_wpm = true", "rate_wpm"),
        ('rate_wpm = "fast"', "rate_wpm"),
        ("rate_wpm = [165]", "rate_wpm"),
        ("rate_wpm = 1979-05-27", "rate_wpm"),
        ("rate_wpm.fast = 200", "rate_wpm"),
        ("volume = nan", "volume"),
        ("volume = inf", "volume"),
        ("volume = -0.1", "volume"),
        ("volume = false", "volume"),
        ('volume = "loud"', "volume"),
        ("voice = 5", "voice"),
        (r'voice = "\u001b[31m"', "voice"),
        (f'voice = "{"x" * 501}"', "voice"),
        ('theme = "pink"', "theme"),
        ("theme = []", "theme"),
        ("theme = {a = 1}", "theme"),
        ("pause_after_section_ms = 10001", "pause_after_section_ms"),
        ("pause_after_sentence_ms = -1", "pause_after_sentence_ms"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_and_the_usual_one_used(
    tmp_path: Path, line: str, name: str
) -> None:
    path = written(tmp_path, f"pause_after_heading_ms = 333\n{line}\n")
    before = path.read_bytes()
    read = read_settings(path)
    assert getattr(read.settings, name) == getattr(Settings(), name)
    assert read.settings.pause_after_heading_ms == 333
    (trouble,) = read.troubles
    assert name in trouble
    assert trouble.isprintable()
    assert len(trouble) < 250
    assert path.read_bytes() == before


def test_each_bad_value_has_its_own_sentence(tmp_path: Path) -> None:
    read = read_settings(written(tmp_path, 'rate_wpm = 1\ntheme = "x"\nvolume = 7\n'))
    assert read.settings == Settings()
    assert len(read.troubles) == 3


def test_an_unknown_name_is_told_with_what_may_be_meant(tmp_path: Path) -> None:
    (trouble,) = read_settings(written(tmp_path, "rate_wmp = 170\n")).troubles
    assert "rate_wmp" in trouble
    assert "rate_wpm" in trouble


def test_many_unknown_names_are_one_sentence(tmp_path: Path) -> None:
    text = "\n".join(f"unknown_{number} = {number}" for number in range(5000))
    (trouble,) = read_settings(written(tmp_path, text)).troubles
    assert "unknown_0" in trouble
    assert "4999" in trouble
    assert len(trouble) < 250


@pytest.mark.parametrize(
    "body",
    [
        b"this is not TOML",
        b"rate_wpm = 100\nrate_wpm = 200\n",
        b"\x00\x01\x02",
        b"\xff\xfe\x00r",
        b'voice = "caf\xe9"\n',
        b"SQLite format 3\x00",
        b"rate_wpm = " + b"9" * 10_000,
        b"a = " + b"[" * 100_000,
        b"# " + b"x" * 2_000_000,
    ],
    ids=["prose", "twice", "nul", "utf-16", "latin-1", "sqlite", "digits", "nesting", "length"],
)
def test_a_file_that_is_no_settings_file_is_told_and_left(tmp_path: Path, body: bytes) -> None:
    path = written(tmp_path, body)
    read = read_settings(path)
    assert read.settings == Settings()
    (trouble,) = read.troubles
    assert str(path) in trouble
    assert trouble.isprintable()
    assert path.read_bytes() == body


def test_the_line_of_a_mistake_is_told(tmp_path: Path) -> None:
    (trouble,) = read_settings(written(tmp_path, 'theme = "dark"\nrate_wpm : 5\n')).troubles
    assert "line 2" in trouble


@pytest.mark.parametrize(
    "body", [b"", b"\n\n", b"# only a remark\n", b"\xef\xbb\xbfrate_wpm = 165\n"]
)
def test_an_empty_file_or_one_of_another_editor_is_no_trouble(tmp_path: Path, body: bytes) -> None:
    read = read_settings(written(tmp_path, body))
    assert read.settings == Settings()
    assert read.troubles == ()


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.mkdir()
    read = read_settings(path)
    assert read.settings == Settings()
    assert len(read.troubles) == 1


# Writing


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    write_settings(path, {"rate_wpm": 200, "theme": "light", "voice": 'a "quoted" voice'})
    read = read_settings(path)
    assert read.troubles == ()
    assert read.settings == Settings(rate_wpm=200, theme="light", voice='a "quoted" voice')
    assert left_beside(path) == []


def test_only_what_changed_is_touched(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "# my own file\nrate_wpm = 100  # slow\n\nunknown = [1,\n 2]\n[later]\nx = 1 # keep\n",
    )
    write_settings(path, {"rate_wpm": 180, "volume": 0.5})
    text = path.read_text()
    assert "# my own file\nrate_wpm = 180  # slow\n" in text
    assert "unknown = [1,\n 2]" in text
    assert "[later]\nx = 1 # keep" in text
    read = read_settings(path)
    assert (read.settings.rate_wpm, read.settings.volume) == (180, 0.5)
    assert left_beside(path) == []


def test_line_ends_stay(tmp_path: Path) -> None:
    path = written(tmp_path, b"# mine\r\nrate_wpm = 100\r\n")
    write_settings(path, {"rate_wpm": 180})
    assert path.read_bytes() == b"# mine\r\nrate_wpm = 180\r\n"


@pytest.mark.parametrize("body", [b"not TOML at all", b"\xff\xfe\x00", b"a = " + b"[" * 100_000])
def test_a_broken_file_is_kept_beside_the_new_one(tmp_path: Path, body: bytes) -> None:
    path = written(tmp_path, body)
    write_settings(path, {"rate_wpm": 180})
    assert read_settings(path).settings.rate_wpm == 180
    assert (tmp_path / "settings.toml.broken-1").read_bytes() == body


def test_every_broken_file_is_kept(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        path = written(tmp_path, f"broken for the {number}th time")
        write_settings(path, {"rate_wpm": 180})
    assert [(tmp_path / f"settings.toml.broken-{number}").read_text() for number in (1, 2, 3)] == [
        f"broken for the {number}th time" for number in (1, 2, 3)
    ]


def test_nonsense_that_is_replaced_is_kept_too(tmp_path: Path) -> None:
    path = written(tmp_path, 'rate_wpm = "my precious"\ntheme = "pink"\n')
    before = path.read_text()
    write_settings(path, {"rate_wpm": 180})
    assert path.read_text() == 'rate_wpm = 180\ntheme = "pink"\n'
    assert (tmp_path / "settings.toml.broken-1").read_text() == before


def test_a_folder_in_its_place_is_moved_aside_with_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.mkdir()
    (path / "inside").write_text("kept")
    write_settings(path, {"rate_wpm": 180})
    assert read_settings(path).settings.rate_wpm == 180
    assert (tmp_path / "settings.toml.broken-1" / "inside").read_text() == "kept"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_to_a_file_elsewhere_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "reader.toml"
    real.parent.mkdir()
    real.write_text("rate_wpm = 100\n")
    path = tmp_path / "settings.toml"
    path.symlink_to(real)
    write_settings(path, {"rate_wpm": 180})
    assert path.is_symlink()
    assert real.read_text() == "rate_wpm = 180\n"


@pytest.mark.parametrize(
    "changes", [{"rate_wpm": 5}, {"rate_wpm": "180"}, {"speed": 180}, {"theme": "pink"}]
)
def test_nonsense_is_never_written(tmp_path: Path, changes: dict[str, object]) -> None:
    path = written(tmp_path, "rate_wpm = 100\n")
    with pytest.raises(ValueError, match="is not a setting"):
        write_settings(path, changes)
    assert path.read_text() == "rate_wpm = 100\n"


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="could not be written"):
        write_settings(tmp_path / "file" / "settings.toml", {"rate_wpm": 180})


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    path = written(tmp_path, "rate_wpm = 100\n" + "# remark\n" * 20_000)
    seen: list[tuple[str, ...]] = []
    is_done = threading.Event()

    def look() -> None:
        while not is_done.is_set():
            read = read_settings(path)
            seen.append(read.troubles)
            assert read.settings.rate_wpm >= 100

    looking = threading.Thread(target=look)
    looking.start()
    for rate in range(101, 111):
        write_settings(path, {"rate_wpm": rate})
    is_done.set()
    looking.join()
    assert seen
    assert not any(seen)
    assert left_beside(path) == []


def test_voices_by_language_stand_on_one_line_among_the_others(tmp_path: Path) -> None:
    path = written(tmp_path, "rate_wpm = 120\n# my own remark\n")
    write_settings(path, {"voices": {"en": "piper:a", "de-AT": "gmw/de"}})
    write_settings(path, {"theme": "light"})
    write_settings(path, {"voices": {"en": "piper:b"}})

    read = read_settings(path)
    assert read.troubles == ()
    assert (read.settings.voices, read.settings.theme) == ({"en": "piper:b"}, "light")
    assert "# my own remark" in path.read_text("utf-8")


@pytest.mark.parametrize("value", ['"x"', "{ en = 1 }", "[1]"])
def test_voices_by_language_that_make_no_sense_are_named(tmp_path: Path, value: str) -> None:
    read = read_settings(written(tmp_path, f"voices = {value}"))

    assert read.settings.voices == {}
    assert "a voice in quotes for each language" in read.troubles[0]


# Profiles


def test_a_profile_has_what_differs_in_a_table(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        rate_wpm = 180
        profile = "evening"
        [profiles.evening]
        volume = 0.4
        [profiles."bad day"]
        rate_wpm = 120
        """,
    )
    read = read_settings(path)
    assert read.troubles == ()
    assert (read.settings.rate_wpm, read.settings.volume) == (180, 0.4)
    assert (read.base.rate_wpm, read.base.volume) == (180, 1.0)
    assert read.profiles == {"evening": {"volume": 0.4}, "bad day": {"rate_wpm": 120}}


def test_what_makes_no_sense_in_a_profile_is_named_with_it(tmp_path: Path) -> None:
    path = written(tmp_path, '[profiles."bad day"]\nrate_wpm = "slow"\nvolume = 0.5\n')
    read = read_settings(path)
    assert read.profiles == {"bad day": {"volume": 0.5}}
    assert len(read.troubles) == 1
    assert "In the profile bad day, rate_wpm is slow" in read.troubles[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('profile = "mondays"', "has no profile mondays"),
        ("profiles = 3", "profiles must be tables"),
        ("[profiles]\nevening = 3", "the profile evening must be a table"),
    ],
)
def test_profiles_that_cannot_be_used_are_named(tmp_path: Path, text: str, words: str) -> None:
    read = read_settings(written(tmp_path, text))
    assert read.settings == Settings()
    assert [words in trouble for trouble in read.troubles] == [True]


def test_a_profile_is_written_into_its_table_and_comments_stay(tmp_path: Path) -> None:
    path = written(tmp_path, "# mine\nrate_wpm = 180  # as I like it\n")
    write_settings(path, {"rate_wpm": 120, "profile": "bad day"}, "bad day")
    write_settings(path, {"quiet_ms": 600}, "bad day")
    write_settings(path, {"volume": 0.5, "profile": "good day"})
    text = path.read_text(encoding="utf-8")
    assert "# mine\nrate_wpm = 180  # as I like it" in text
    read = read_settings(path)
    assert read.troubles == ()
    assert read.settings == Settings(rate_wpm=180, volume=0.5)
    assert read.profiles == {"bad day": {"rate_wpm": 120, "quiet_ms": 600}}


@pytest.mark.parametrize("text", ["profiles = 3\n", '[profiles]\n"bad day" = 3\n'])
def test_what_stands_where_a_profile_should_is_kept_aside(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    write_settings(path, {"quiet_ms": 600}, "bad day")
    assert read_settings(path).profiles == {"bad day": {"quiet_ms": 600}}
    assert path.with_name("settings.toml.broken-1").read_text(encoding="utf-8") == text


def test_what_could_not_be_used_is_one_message_in_words_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('dwell = 1\nrate_wpm = "quick"\nmidi = "drums"\n')
    troubles = read_settings(path).troubles
    assert troubles[0].endswith(
        "dwell is 1, but it must be true or false. The usual false is used."
    )
    assert in_one(troubles) == f"{troubles[0]} And 2 more: “reader doctor” names all."
    assert in_one(troubles[:1]) == troubles[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '# mine\nrate_wpm = 150 # slow\n\n# bad days\n[profiles."bad day"]\nscan_ms = 3000\n',
            '# mine\nrate_wpm = 150 # slow\nprofile = "bad day"\n\n# bad days\n[profiles."bad day"]\nscan_ms = 3000\n',
        ),
        (
            '# bad days\n[profiles."bad day"]\nscan_ms = 3000\n',
            'profile = "bad day"\n# bad days\n[profiles."bad day"]\nscan_ms = 3000\n',
        ),
        ("# only a comment\n", '# only a comment\nprofile = "bad day"\n'),
        (
            'other = [\n[1],\n]\n# bad\n[profiles."bad day"]\nscan_ms = 3000\n',
            'other = [\n[1],\n]\n# bad\nprofile = "bad day"\n\n[profiles."bad day"]\nscan_ms = 3000\n',
        ),
    ],
)
def test_a_new_value_stands_above_the_comments_of_a_table(
    tmp_path: Path, before: str, after: str
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(before, encoding="utf-8")
    write_settings(path, {"profile": "bad day"})
    assert path.read_text(encoding="utf-8") == after
    assert read_settings(path).settings.profile == "bad day"
