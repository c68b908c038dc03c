from __future__ import annotations

from reader.speech.sound_ids import ids_of_letters, ids_of_sounds

IDS = {sound: [number] for number, sound in enumerate("_^$ .,?abcd\u0303")}


def sounds(ids: list[int]) -> str:
    """The ids as sounds, without the pads."""
    names = list(IDS)
    return "".join(names[number] for number in ids if number)


def test_each_sound_is_followed_by_a_pad_between_begin_and_end() -> None:
    assert ids_of_sounds([("ab", "ab")], [0], IDS).ids == [1, 0, 7, 0, 8, 0, 2]


def test_words_and_clauses_stand_apart_and_end_as_the_text_does() -> None:
    made = ids_of_sounds([("ab cd", "Ab cd, "), ("d", "d?”")], [0, 3, 7], IDS)

    assert sounds(made.ids) == "^ab cd, d?$"
    assert [place for place, _ in made.words] == [0, 3, 7]
    assert [sounds(made.ids[index : index + 1]) for _, index in made.words] == ["a", "c", "d"]


def test_where_the_counts_differ_no_word_is_certain() -> None:
    assert ids_of_sounds([("ab cd", "ab cd")], [0], IDS).words == []


def test_sounds_that_the_voice_was_not_taught_and_marks_of_language_are_left_out() -> None:
    assert sounds(ids_of_sounds([("(fr)axb(en)", "…")], [0], IDS).ids) == "^ab.$"


def test_letters_with_accents_are_taken_apart() -> None:
    made = ids_of_letters("Ab  \u00e3", IDS)

    assert sounds(made.ids) == "^ab a\u0303$"
    assert [place for place, _ in made.words] == [0, 4]
