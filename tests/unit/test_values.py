"""`frozen` classes beside the dataclasses that they stand for."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from reader.values import frozen, ordered

T = TypeVar("T")


@frozen
class Place:
    """Where something is."""

    page: int
    line: int = 1
    notes: list[str] = field(default_factory=list)
    FIRST: ClassVar[int] = 1

    @property
    def next_line(self) -> int:
        """The one below."""
        return self.line + 1


class Inner:
    """Holds a class of the same fields."""

    @dataclass(frozen=True, slots=True)
    class Place:
        """Where something is."""

        page: int
        line: int = 1
        notes: list[str] = field(default_factory=list)
        FIRST: ClassVar[int] = 1


@frozen
class Point:
    """Two numbers, as in `Size`."""

    across: int
    down: int


@frozen
class Size:
    """Two numbers, as in `Point`."""

    across: int
    down: int


@ordered
class Version:
    """What is compared field by field."""

    major: int
    minor: int = 0


@frozen
class Single:
    """One field."""

    name: str


@frozen
class Nothing:
    """No field."""


@frozen
class Box(Generic[T]):
    """Something, whatever it is."""

    inside: T


@frozen
class Named:
    """Has its own way to be shown and compared."""

    name: str

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and self.name.lower() == other.name.lower()

    def __hash__(self) -> int:
        return hash(self.name.lower())


def test_fields_are_given_by_place_or_by_name() -> None:
    place = Place(3, line=4)
    assert (place.page, place.line, place.notes, place.next_line) == (3, 4, [], 5)
    assert Place(page=3) == Place(3, 1, [])


@pytest.mark.parametrize("wrong", [(), (1, 2, [], 4)])
def test_too_few_and_too_many_are_refused_as_by_a_dataclass(wrong: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError) as like:
        Inner.Place(*wrong)
    for _ in range(2):  # the first object's way, and that of all others
        with pytest.raises(TypeError) as here:
            Place(*wrong)
        assert str(here.value) == str(like.value).removeprefix("Inner.")
    with pytest.raises(TypeError, match="unexpected keyword argument 'pages'"):
        Place(pages=1)  # type: ignore[call-arg]


def test_what_a_factory_makes_is_made_for_each() -> None:
    one, other = Place(1), Place(1)
    one.notes.append("seen")
    assert other.notes == []


def test_nothing_can_be_set_or_deleted() -> None:
    place = Place(1)
    with pytest.raises(FrozenInstanceError, match="'line'"):
        place.line = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="'other'"):
        place.other = 2  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError, match="'line'"):
        del place.line
    assert not hasattr(place, "__dict__")


def test_equal_are_those_of_one_class_with_equal_fields() -> None:
    assert Point(1, 2) == Point(1, 2)
    assert Point(1, 2) != Point(1, 3)
    assert Point(1, 2) != Size(1, 2)
    assert Point(1, 2) != (1, 2)
    assert Nothing() == Nothing()
    assert Single("a") != Single("b")


def test_equal_ones_are_one_key() -> None:
    assert len({Point(1, 2), Point(1, 2), Point(2, 1)}) == 2
    assert len({Single("a"), Single("a"), Single("b")}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(Place(1, 1, ["a list"]))


def test_it_is_shown_as_a_dataclass_is() -> None:
    assert repr(Place(1)) == repr(Inner.Place(1)).removeprefix("Inner.")
    assert repr(Single("a")) == "Single(name='a')"
    assert repr(Nothing()) == "Nothing()"


def test_what_a_class_says_of_itself_stays() -> None:
    assert repr(Named("A")) == "<A>"
    assert Named("A") == Named("a")
    assert len({Named("A"), Named("a")}) == 1


def test_it_is_matched_by_place() -> None:
    match Point(1, 2):
        case Point(across, down):
            assert (across, down) == (1, 2)


def test_ordered_ones_are_compared_field_by_field() -> None:
    assert sorted([Version(2), Version(1, 5), Version(1)]) == [
        Version(1),
        Version(1, 5),
        Version(2),
    ]
    assert Version(1) <= Version(1) < Version(1, 1) and Version(2) >= Version(2) > Version(1, 9)
    assert {Version(1): "first"}[Version(1, 0)] == "first"
    with pytest.raises(TypeError, match="not supported between instances"):
        assert Version(1) < (1, 0)  # type: ignore[operator]
    with pytest.raises(TypeError, match="not supported between instances"):
        assert Point(1, 2) < Point(1, 3)  # type: ignore[operator]


def test_dataclasses_know_it() -> None:
    assert is_dataclass(Place)
    assert [(each.name, each.default) for each in fields(Place)] == [
        (each.name, each.default) for each in fields(Inner.Place)
    ]
    assert replace(Place(1, 2, ["a"]), line=3) == Place(1, 3, ["a"])
    assert asdict(Box(Point(1, 2))) == {"inside": {"across": 1, "down": 2}}


def test_it_can_be_copied_and_packed() -> None:
    place = Place(1, 2, ["a"])
    assert copy.deepcopy(place) == place
    assert pickle.loads(pickle.dumps(place)) == place


def test_a_subclass_has_its_fields() -> None:
    class Further(Point):
        """Adds no field."""

    assert Further(1, 2).down == 2
    assert Point(1, 2).down == 2


def test_what_is_not_offered_is_refused() -> None:
    class OnADataclass(Inner.Place):
        more: int

    class Afterwards:
        def __post_init__(self) -> None: ...

    class Particular:
        name: str = field(compare=False, default="")

    class Changing:
        names: list[str] = []  # noqa: RUF012 - that is what is refused

    class Between:
        first: int = 1
        then: int

    for wrong, why in (
        (OnADataclass, "upon a dataclass"),
        (Afterwards, "__post_init__"),
        (Particular, "Particular.name"),
        (Changing, "Changing.names"),
        (Between, "Between.then"),
    ):
        with pytest.raises(TypeError, match=why):
            frozen(wrong)
