"""Countries and groups by every name they commonly go by in English: "US", "USA", "the United States of America"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache

from babel import Locale

from corpus.names import fold

# Code to further names, none of which the locale data gives; of several the first is how reports write it.
_VARIANTS = {
    "US": "US, USA, U.S., U.S.A., United States of America, America",
    "GB": "UK, U.K., United Kingdom of Great Britain and Northern Ireland, Great Britain, Britain",
    "KR": "Republic of Korea, Korea, ROK, Korea (Republic of)",
    "KP": "Democratic People's Republic of Korea, DPRK",
    "RU": "Russian Federation",
    "IR": "Islamic Republic of Iran, Iran (Islamic Republic of)",
    "TZ": "United Republic of Tanzania",
    "BO": "Plurinational State of Bolivia, Bolivia (Plurinational State of)",
    "VE": "Bolivarian Republic of Venezuela, Venezuela (Bolivarian Republic of)",
    "SY": "Syrian Arab Republic",
    "LA": "Lao PDR, Lao People's Democratic Republic, Lao",
    "VN": "Viet Nam",
    "MD": "Republic of Moldova",
    "CD": "DRC, DR Congo, Democratic Republic of Congo",
    "CG": "Republic of Congo, Congo",
    "CI": "Côte d'Ivoire, Ivory Coast",
    "CZ": "Czech Republic",
    "MK": "Macedonia, FYROM, Republic of North Macedonia",
    "TR": "Turkey, Türkiye, Turkiye",
    "CV": "Cabo Verde, Cape Verde",
    "SZ": "Eswatini, Swaziland",
    "MM": "Myanmar, Burma",
    "TL": "Timor-Leste, East Timor",
    "BN": "Brunei Darussalam",
    "FM": "Micronesia, Federated States of Micronesia, Micronesia (Federated States of)",
    "PS": "Palestine, State of Palestine",
    "TW": "Chinese Taipei, Taiwan Province of China",
    "HK": "Hong Kong, Hong Kong China",
    "MO": "Macau, Macao",
    "VA": "Holy See, Vatican",
    "CN": "People's Republic of China, PRC",
    "AE": "UAE, U.A.E.",
    "SA": "Kingdom of Saudi Arabia, KSA, Saudi",
    "NZ": "Aotearoa New Zealand, Aotearoa",
    "PG": "PNG",
    "BA": "Bosnia and Herzegovina, Bosnia",
    "AG": "Antigua and Barbuda",
    "TT": "Trinidad and Tobago",
    "KN": "Saint Kitts and Nevis",
    "LC": "Saint Lucia",
    "VC": "Saint Vincent and the Grenadines",
    "ST": "São Tomé and Príncipe",
    "NL": "The Netherlands, Holland, Kingdom of the Netherlands",
    "GM": "The Gambia",
    "BS": "The Bahamas",
    "PH": "The Philippines",
    "CF": "CAR",
    "BY": "Byelorussia",
    "KG": "Kyrgyz Republic",
    "SK": "Slovak Republic",
    "EU": "EU, European Union, European Community, EC",
}
# Groups of states that take the floor, and what each is called besides.
_GROUPS = {
    "G-77/China": "G77/China, G-77 and China, G77 and China, Group of 77 and China, Group of 77, G-77, G77",
    "AOSIS": "Alliance of Small Island States",
    "LDCs": "Least Developed Countries, LDC Group, Least Developed Countries Group",
    "SIDS": "Small Island Developing States",
    "PSIDS": "Pacific Small Island Developing States, Pacific SIDS",
    "African Group": "African Group of Negotiators, Africa Group, AGN",
    "Arab Group": "Group of Arab States",
    "EIG": "Environmental Integrity Group",
    "LMDCs": "Like-Minded Developing Countries, LMDC, LMDC Group, Like-Minded Group",
    "AILAC": "Independent Association of Latin America and the Caribbean, "
    "Independent Alliance of Latin America and the Caribbean",
    "ALBA": "Bolivarian Alliance for the Peoples of Our America",
    "GRULAC": "Latin American and Caribbean Group, Latin America and Caribbean Group, "
    "Latin American and Caribbean States Group",
    "CEE": "Central and Eastern Europe, Central and Eastern European Countries",
    "WEOG": "Western European and Others Group",
    "JUSCANZ": "JUSSCANNZ, JUSCANNZ",
    "CARICOM": "Caribbean Community",
    "ASEAN": "Association of Southeast Asian Nations",
    "African Union": "AU",
    "Umbrella Group": "",
    "Coalition for Rainforest Nations": "CfRN, CRN, Rainforest Coalition, Coalition of Rainforest Nations",
    "Congo Basin Countries": "Congo Basin",
    "Non-Aligned Movement": "NAM",
    "BASIC": "BASIC Group, BASIC Countries",
    "OPEC": "",
    "Cartagena Dialogue": "",
    "Asia-Pacific Group": "Asia Pacific Group, Asia-Pacific States",
    "SADC": "Southern African Development Community",
    "ECOWAS": "Economic Community of West African States",
    "COMIFAC": "Central African Forest Commission",
    "Visegrad Group": "V4",
    "Nordic Countries": "Nordics, Nordic Group",
    "BRICS": "",
    "G7": "G-7, Group of Seven",
    "G20": "G-20, Group of Twenty",
}
_DEMONYMS = {"US": "American, Americans", "GB": "British", "SA": "Saudis", "RU": "Russians"}
# Where the locale data names two countries alike but for their capitals.
_USUAL = {"CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo"}
_COLLOQUIAL = frozenset(["America", "Britain", "Great Britain", "Holland", "Korea", "Saudi", "Lao"])
_AREAS = re.compile(r"^(?:the|The|THE)\s+(?=\S)")


def place_key(name: str) -> str | None:
    """One key for a country or a known group however it is named ("USA" and "America" give "US"); None for others.

    Short capitals are told from words by their case: "us" is nobody.
    """
    bare = _AREAS.sub("", " ".join(name.split()))
    if len(bare) <= 4 and bare.islower():
        return None
    return _keys().get(_plain(bare))


def place_names(key: str) -> tuple[str, ...]:
    """All names of the country or group of this key, the usual one first; () for an unknown key."""
    return _names().get(key, ())


def place_name(labels: Sequence[str]) -> str:
    """What to call the country or group that a text names so: as it does, in normal case, but never by an
    abbreviation of a country or a colloquial form, nor with "&". "JAPAN" gives "Japan", "the US" "United States".
    """
    key = place_key(labels[0]) or place_nearly(labels[0]) or ""
    names = place_names(key)
    if not names:
        return labels[0]
    usual = {_plain(n): n for n in reversed(names) if not (is_country(key) and _is_short(n))}
    for label in labels:
        found = usual.get(_plain(_AREAS.sub("", label)))
        if found:
            return found.replace(" & ", " and ")
    return names[0].replace(" & ", " and ")


def place_nearly(name: str) -> str | None:
    """The key of the long name from which this one differs by a letter too many or too few ("ANTINGUA AND BARBUDA")."""
    plain = _plain(_AREAS.sub("", name))
    if len(plain) < 12:
        return None
    near = get_close_matches(plain, _keys(), n=2, cutoff=0.95)
    return _keys()[near[0]] if len(near) == 1 else None


def _is_short(name: str) -> bool:
    return name.isupper() or name in _COLLOQUIAL


def is_country(key: str) -> bool:
    """Whether the key is that of a country or territory, as against a group."""
    return key not in _GROUPS


def _plain(name: str) -> str:
    folded = fold(name).replace("&", "and").replace(".", "")
    return re.sub(r"\bst\s", "saint ", folded)


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Key to names; babel gives the countries."""
    found: dict[str, list[str]] = {}
    for code, name in Locale("en").territories.items():
        if len(code) == 2 and code.isalpha() and code not in ("XA", "XB", "ZZ", "UN", "EZ", "QO"):
            plain = _USUAL.get(code) or re.sub(r"\s+-\s+.*$|\s*\(.*\)$", "", name).replace(" SAR China", "")
            found[code] = [plain, name, name.replace(" & ", " and ").replace("St. ", "Saint ")]
    for key, text in _VARIANTS.items():
        found.setdefault(key, []).extend(_split(text))
    for key, text in _GROUPS.items():
        found[key] = [key, *_split(text)]
    return {key: tuple(dict.fromkeys(n.replace("’", "'") for n in names)) for key, names in found.items()}


def _split(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


@cache
def _keys() -> dict[str, str]:
    """Plain name to key; a name of two countries belongs to the one that lists it first ("Congo")."""
    found: dict[str, str] = {}
    for key, names in _names().items():
        for name in names:
            found.setdefault(_plain(_AREAS.sub("", name)), key)
    for key, text in _DEMONYMS.items():
        for name in _split(text):
            found.setdefault(_plain(name), key)
    return found
