"""Classes of values, made as those of `dataclasses` and `typing` are, in a fraction of the time.

A start makes forty and sixty of them. Of the former each has one function compiled, its `__init__`;
what compares, shows and hashes is shared. `dataclasses.fields`, `replace` and `asdict` know them
all the same. Of named tuples nobody asks what the types of their fields are.
"""

from __future__ import annotations

from collections import namedtuple
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass, field, fields, replace
    from typing import NamedTuple

    __all__ = ["NamedTuple", "dataclass", "field", "fields", "replace"]
else:

    class _Named(type):
        """Makes a named tuple of each class whose base is `NamedTuple`."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            kinds = body.get("__annotations__", {})
            defaults = [body[field] for field in kinds if field in body]
            made = namedtuple(name, kinds, defaults=defaults, module=body["__module__"])
            for key in body.keys() - kinds.keys() - {"__module__", "__slots__"}:
                setattr(made, key, body[key])
            return made

    class NamedTuple(metaclass=_Named):
        """A class of tuples with names, as `typing.NamedTuple`."""

    class Missing:
        """Stands for a default that is not given."""

    class Field(NamedTuple):
        """One field of a class, as `dataclasses.Field`."""

        name: str = ""
        type: str = ""
        default: Any = Missing
        default_factory: Any = Missing
        repr: bool = True
        compare: bool = True

    def field(**options: Any) -> Field:
        """Say more of a field than its default."""
        return Field(**options)

    def fields(of: Any) -> tuple[Field, ...]:
        """Return the fields of a class, or of a value of it."""
        return tuple(of.__values__.values())

    def replace(value: Any, /, **changes: Any) -> Any:
        """Return a value with some fields changed."""
        cls = type(value)
        for name in cls.__values__:
            if name not in changes:
                changes[name] = getattr(value, name)
        return cls(**changes)

    def dataclass(cls: type | None = None, /, **options: bool) -> Any:
        """Make a class of values of one with annotated fields, as `dataclasses.dataclass` does.

        >>> @dataclass(frozen=True, slots=True)
        ... class Span:
        ...     start: int
        ...     end: int = 0
        >>> Span(3), replace(Span(3), end=4) == Span(3, 4)
        (Span(start=3, end=0), True)
        """
        return _made(cls, **options) if cls else lambda cls: _made(cls, **options)

    def _made(
        cls: type,
        *,
        frozen: bool = False,
        slots: bool = False,
        eq: bool = True,
        kw_only: bool = False,
    ) -> type:
        own = _fields_of(cls)
        body = {k: v for k, v in cls.__dict__.items() if k not in ("__dict__", "__weakref__")}
        for f in own.values():
            if slots or f.default is Missing:
                body.pop(f.name, None)
            else:
                body[f.name] = f.default
        init = _init(cls, own, frozen=frozen, slots=slots, kw_only=kw_only)
        body |= {
            "__values__": own,
            "__dataclass_fields__": _Fields(),
            "__match_args__": () if kw_only else tuple(own),
            "__init__": init,
            "__repr__": _shower([f.name for f in own.values() if f.repr]),
        }
        if slots:
            body["__slots__"] = tuple(own)
        if frozen:
            body |= {"__setattr__": _refuse, "__delattr__": _refuse}
        if frozen and slots:
            body |= {"__getstate__": _state, "__setstate__": _set_state}
        if eq:
            compared = attrgetter(*(f.name for f in own.values() if f.compare))
            body |= {
                "__eq__": _comparer(compared),
                "__hash__": (lambda self: hash(compared(self))) if frozen else None,
            }
        made = type(cls)(cls.__name__, cls.__bases__, body)
        made.__qualname__ = cls.__qualname__
        for name in own if frozen and slots else ():  # set in half the time by its own function
            init.__globals__[f"_set_{name}"] = made.__dict__[name].__set__
        return made

    def _fields_of(cls: type) -> dict[str, Field]:
        found = {}
        for name, kind in cls.__annotations__.items():
            default = cls.__dict__.get(name, Missing)
            given = default if isinstance(default, Field) else Field(default=default)
            found[name] = given._replace(name=name, type=kind)
        return found

    def _init(cls: type, own: dict[str, Field], *, frozen: bool, slots: bool, kw_only: bool) -> Any:
        """Return the class's `__init__`, from source; that of slots is to be told their setters."""
        known = {"_set": object.__setattr__, "_missing": Missing}
        setting = "_set_{0}(self, {1})" if slots else "_set(self, {0!r}, {1})"
        setting = setting if frozen else "self.{0} = {1}"
        heads, lines = ["self", "*"] if kw_only else ["self"], []
        for f in own.values():
            value = f.name
            if f.default_factory is not Missing:
                known[f"_new_{f.name}"] = f.default_factory
                heads.append(f"{f.name}=_missing")
                value = f"_new_{f.name}() if {f.name} is _missing else {f.name}"
            elif f.default is not Missing:
                known[f"_default_{f.name}"] = f.default
                heads.append(f"{f.name}=_default_{f.name}")
            else:
                heads.append(f.name)
            lines.append(setting.format(f.name, value))
        if hasattr(cls, "__post_init__"):
            lines.append("self.__post_init__()")
        source = f"def __init__({', '.join(heads)}):\n " + "\n ".join(lines)
        # Names of fields of vnfix, nothing else.
        exec(source, known)  # nosec B102
        made = known["__init__"]
        made.__qualname__ = f"{cls.__qualname__}.__init__"
        made.__module__ = cls.__module__
        return made

    def _comparer(compared: Callable[[Any], object]) -> Callable[[Any, Any], bool]:
        def same(self: Any, other: object) -> bool:
            if other.__class__ is not self.__class__:
                return NotImplemented
            return compared(self) == compared(other)

        return same

    def _shower(names: list[str]) -> Callable[[Any], str]:
        def shown(self: Any) -> str:
            told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
            return f"{self.__class__.__qualname__}({told})"

        return shown

    def _refuse(self: Any, name: str, *_: object) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot change field {name!r}")

    def _state(self: Any) -> list[Any]:
        return [getattr(self, name) for name in self.__values__]

    def _set_state(self: Any, state: list[Any]) -> None:
        for name, value in zip(self.__values__, state, strict=True):
            object.__setattr__(self, name, value)

    class _Fields:
        """The fields for the functions of `dataclasses`, made when one asks."""

        def __get__(self, value: object, owner: type) -> dict[str, Any]:
            import dataclasses

            def given(f: Field) -> Any:
                more = {"repr": f.repr, "compare": f.compare}
                if f.default_factory is not Missing:
                    return dataclasses.field(default_factory=f.default_factory, **more)
                if f.default is not Missing:
                    return dataclasses.field(default=f.default, **more)
                return dataclasses.field(**more)

            listed = [(f.name, f.type, given(f)) for f in owner.__values__.values()]
            twin = dataclasses.make_dataclass(owner.__name__, listed, kw_only=True)
            owner.__dataclass_fields__ = twin.__dataclass_fields__
            return owner.__dataclass_fields__
