"""Names of months as headings have them, in the languages of the sheets that people keep; letters without their accents."""

from __future__ import annotations

import unicodedata
from typing import Final

from bsctui.text.literals import MONTH_NAMES

_OTHER_NAMES: Final = (
    "jan janv januar januari janvier janeiro jaenner janner enero ene gennaio gen",
    "feb fev fevr febr februar februari feber fevrier febrero febbraio fevereiro",
    "mar mrz marz maerz mars marzo maart mrt marco marts",
    "apr avr avril abr abril aprile",
    "mai maj mei mayo maio maggio mag",
    "jun juni juin junio junho giugno giu",
    "jul juli juil juillet julio julho luglio lug",
    "aug aou aout agosto ago augustus augusti",
    "sep sept septembre septiembre setiembre set settembre sett setembro",
    "okt oktober octobre octubre ottobre ott outubro out",
    "nov novembre noviembre novembro",
    "dez dezember dec decembre dic diciembre dicembre dezembro december des desember",
)
"""German, French, Spanish, Italian, Dutch, Portuguese, Danish, Norwegian and Swedish; no word here is another month elsewhere among them."""

MONTHS: Final = {
    **{name.lower(): at for at, name in enumerate(MONTH_NAMES, 1)},
    **{name[:3].lower(): at for at, name in enumerate(MONTH_NAMES, 1)},
    **{word: at for at, words in enumerate(_OTHER_NAMES, 1) for word in words.split()},
}
"""The number of a month by its name or a usual short form of it."""


def without_accents(text: str) -> str:
    """`février` as `fevrier`."""
    if text.isascii():
        return text
    return "".join(
        each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)
    )
