"""Values: frozen, slotted dataclasses whose methods are made when the first object of the class is.

`@dataclass(frozen=True, slots=True)` writes and compiles six functions for each class while its module is being
loaded. For the eighty classes on the way to the first text that was a sixth of the start, and half of them have
no object before it. `@frozen` compiles one function, and that with the first object; the rest is shared. The type
checker takes the class for a dataclass, and `fields`, `replace` and `asdict` work on it. What it does not offer it
refuses: a base that is a dataclass, `__post_init__`, and fields with more than a type and a default.

Must know nothing of the reader. Any thread: two that make a first object at once make the same function twice.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from operator import attrgetter, ge, gt, le, lt
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")

_NEW = object()
"""Stands for an argument that is left out and made anew for each object."""


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
def frozen(cls: type[T]) -> type[T]:
    """Make a class with annotated fields a frozen, slotted dataclass.

    Raises:
        TypeError: it asks for something that is not offered.
    """
    body = dict(vars(cls))
    names = tuple(
        name
        for name, note in cls.__annotations__.items()
        if not str(note).partition("[")[0].endswith("ClassVar")
    )
    defaults = {name: body.pop(name) for name in names if name in body}
    _check(cls, names, defaults)
    for name in ("__dict__", "__weakref__"):
        body.pop(name, None)
    for name, method in (("__repr__", _repr), ("__eq__", _eq)):
        body.setdefault(name, method)
    if body.get("__hash__") is None:  # a class with an `__eq__` of its own says so
        body["__hash__"] = _hash
    body.update(
        __slots__=names,
        __match_args__=names,
        __dataclass_fields__=_Fields(cls),
        __init__=_first_init(names, defaults),
        __setattr__=_refuse_to_set,
        __delattr__=_refuse_to_delete,
        __reduce__=_reduce,
        _values_of=staticmethod(_getter(names)),
    )
    made: type[T] = type(cls)(cls.__name__, cls.__bases__, body)  # type: ignore[misc]
    return made


@dataclass_transform(frozen_default=True, order_default=True)
def ordered(cls: type[T]) -> type[T]:
    """A `frozen` class whose objects are ordered by their fields, the first before the second."""
    made: Any = frozen(cls)
    for name, compare in (("lt", lt), ("le", le), ("gt", gt), ("ge", ge)):
        setattr(made, f"__{name}__", _compared_by(compare))
    return made  # type: ignore[no-any-return]


def _check(cls: type, names: tuple[str, ...], defaults: Mapping[str, Any]) -> None:
    if any("__dataclass_fields__" in vars(base) for base in cls.__mro__[1:]):
        raise TypeError(f"{cls.__name__}: no frozen class is built upon a dataclass")
    if hasattr(cls, "__post_init__"):
        raise TypeError(f"{cls.__name__}: a frozen class has no __post_init__")
    has_default = False
    for name in names:
        has_default = has_default or name in defaults
        if name not in defaults:
            if has_default:
                raise TypeError(f"{cls.__name__}.{name}: no field without a default after one with")
            continue
        default = defaults[name]
        if isinstance(default, dataclasses.Field):
            plain: Any = dataclasses.field(default_factory=default.default_factory)
            if any(getattr(default, part) != getattr(plain, part) for part in _PARTICULARS):
                raise TypeError(f"{cls.__name__}.{name}: a field has a default_factory at most")
        elif type(default).__hash__ is None:
            raise TypeError(f"{cls.__name__}.{name}: a default that can change needs a factory")


_PARTICULARS = ("default", "init", "repr", "hash", "compare", "kw_only")


class _Fields:
    """The fields as `dataclasses` knows them, made when it asks for them."""

    def __init__(self, plain: type) -> None:
        self._plain = plain
        self._made: dict[str, dataclasses.Field[Any]] | None = None

    def __get__(self, _object: object, _owner: type) -> dict[str, dataclasses.Field[Any]]:
        if self._made is None:
            self._made = {
                each.name: each for each in dataclasses.fields(dataclasses.dataclass(self._plain))
            }
        return self._made


def _first_init(names: tuple[str, ...], defaults: Mapping[str, Any]) -> Callable[..., None]:
    """What makes the first object: it makes the way to make objects, which takes its place."""

    def __init__(self: object, /, *given: object, **named: object) -> None:  # noqa: N807
        owner = next(each for each in type(self).__mro__ if vars(each).get("__init__") is __init__)
        made = _made_init(names, defaults, f"{owner.__qualname__}.__init__")
        owner.__init__ = made  # type: ignore[misc]
        made(self, *given, **named)

    return __init__


def _made_init(
    names: tuple[str, ...], defaults: Mapping[str, Any], qualified_name: str
) -> Callable[..., None]:
    """Compiled from text, as `dataclasses` does it: no other way is as quick for each object."""
    known: dict[str, object] = {"_set": object.__setattr__, "_NEW": _NEW}
    arguments, lines = ["self"], []
    for name in names:
        argument = shown = name
        if name in defaults:
            default = defaults[name]
            is_made = isinstance(default, dataclasses.Field)
            known[f"_of_{name}"] = default.default_factory if is_made else default
            argument = f"{name}=_NEW" if is_made else f"{name}=_of_{name}"
            shown = f"_of_{name}() if {name} is _NEW else {name}" if is_made else name
        arguments.append(argument)
        lines.append(f" _set(self, {name!r}, {shown})\n")
    exec(f"def __init__({', '.join(arguments)}):\n{''.join(lines) or ' pass'}", known)
    made: Any = known["__init__"]
    made.__qualname__ = qualified_name
    return made  # type: ignore[no-any-return]


def _getter(names: tuple[str, ...]) -> Callable[[object], tuple[object, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _repr(self: Any) -> str:
    shown = zip(self.__slots__, self._values_of(self), strict=True)
    inside = ", ".join(f"{name}={each!r}" for name, each in shown)
    return f"{type(self).__qualname__}({inside})"


def _eq(self: Any, other: Any) -> bool:
    if other.__class__ is not self.__class__:
        return NotImplemented  # type: ignore[no-any-return]
    return bool(self._values_of(self) == other._values_of(other))


def _compared_by(compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any], bool]:
    def compared(self: Any, other: Any) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented  # type: ignore[no-any-return]
        return bool(compare(self._values_of(self), other._values_of(other)))

    return compared


def _hash(self: Any) -> int:
    return hash(self._values_of(self))


def _reduce(self: Any) -> tuple[type, tuple[object, ...]]:
    return type(self), self._values_of(self)


def _refuse_to_set(_self: object, name: str, _value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
