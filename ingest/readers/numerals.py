"""Numbers as lists show them: 4, d, D, iv, IV."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_ROMAN = 3999
_FORMS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I", "none": ""}


def numeral(number: int, form: str) -> str:
    """The number in the form that "a", "A", "i" or "I" stands for, or Word's name of it; in digits for any other."""
    form = _FORMS.get(form, form)
    if form == "":
        return ""
    if form in ("a", "A") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min(5, (number - 1) // 26 + 1)
        return letters if form == "a" else letters.upper()
    if form in ("i", "I") and 0 < number <= _MAX_ROMAN:
        return _roman(number) if form == "i" else _roman(number).upper()
    return str(number)


def _roman(number: int) -> str:
    parts = []
    for value, letters in _ROMAN:
        parts.append(letters * (number // value))
        number %= value
    return "".join(parts)
