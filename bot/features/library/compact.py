"""Many short texts, and many lists of numbers, held in few objects.

A text of Python takes fifty bytes beside its letters, a dictionary's entry a hundred, and eight languages
have a hundred thousand of them. So they stand in one text or one array, with where each ends, and are found
by bisection: a microsecond or two, asked a few times a question.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

Numbers = memoryview
"""Numbers of one size, not written to: an array's, or those of a packed file, where they are read from."""

PackedTexts = tuple[str, memoryview]
"""The texts in one, and where each ends (32 bits each)."""
PackedLists = tuple[memoryview, memoryview]
"""The numbers of all lists in one (16 bits each), and where each list ends (32 bits each)."""
PackedGroups = tuple[PackedTexts, PackedLists]


def as_bytes(numbers: Numbers) -> memoryview:
    """Numbers as they are packed."""
    return numbers.cast("B")


class SortedTexts:
    """Different texts in the order of their letters, each with a number from 0."""

    def __init__(self, packed: PackedTexts) -> None:
        self._joined, ends = packed
        self._ends = ends.cast("I")

    @staticmethod
    def pack(texts: Sequence[str]) -> PackedTexts:
        """`texts`: sorted already."""
        return "".join(texts), as_bytes(memoryview(array("I", accumulate(map(len, texts)))))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        return self._joined[self._ends[number - 1] if number else 0 : self._ends[number]]

    def number(self, text: str) -> int | None:
        """None for a text that is not among them."""
        at = bisect_left(range(len(self)), text, key=self.__getitem__)
        return at if at < len(self) and self[at] == text else None


class Lists:
    """Lists of numbers below 65,536, each with a number from 0."""

    def __init__(self, packed: PackedLists) -> None:
        numbers, ends = packed
        self._numbers, self._ends = numbers.cast("H"), ends.cast("I")

    @staticmethod
    def pack(lists: Sequence[Sequence[int]]) -> PackedLists:
        numbers = array("H", [number for some in lists for number in some])
        ends = array("I", accumulate(map(len, lists)))
        return as_bytes(memoryview(numbers)), as_bytes(memoryview(ends))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> Numbers:
        return self._numbers[self._ends[number - 1] if number else 0 : self._ends[number]]

    def __iter__(self) -> Iterator[Numbers]:
        return (self._numbers[start:end] for start, end in pairwise([0, *self._ends]))


class Groups:
    """A list of numbers for each of many texts."""

    def __init__(self, packed: PackedGroups) -> None:
        self._names, self._lists = SortedTexts(packed[0]), Lists(packed[1])

    @staticmethod
    def pack(groups: Mapping[str, Sequence[int]]) -> PackedGroups:
        names = sorted(groups)
        return SortedTexts.pack(names), Lists.pack([groups[name] for name in names])

    def __bool__(self) -> bool:
        return bool(self._names)

    def __getitem__(self, name: str) -> Numbers | tuple[()]:
        """Nothing for a text that has no list."""
        at = self._names.number(name)
        return () if at is None else self._lists[at]
