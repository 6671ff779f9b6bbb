"""Which country a disputed area belongs to in each worldview: one table with its sources.

``un`` follows resolutions of the United Nations General Assembly and, where there are none, of the
Security Council; where both are silent, the administration of the area. ``de-facto`` is control on
the ground, as in Natural Earth. The reasons are in docs/decisions/0003. No geometry is made here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Worldview = Literal["un", "de-facto"]
WORLDVIEWS: Final[tuple[Worldview, ...]] = ("un", "de-facto")


@dataclass(frozen=True, slots=True)
class Dispute:
    """An area on which the worldviews differ.

    Attributes:
        key: Slug, the second half of ``disputed:<key>``.
        name: Neutral English name.
        names: Other names of the area, including those used by the parties.
        claims: Who claims or governs it: ISO 3166-1 alpha-2, or the name of a body without a code.
        un: Its country code in the worldview ``un``; empty if it has none.
        de_facto: Its country code in the worldview ``de-facto``; empty if it has none.
        status: The positions of the parties, with documents.
        regions: ``adm1_code`` or ``adm0_a3`` of the first-level regions that form it, or the name
            of a country with parts in no region.
        piece: Name of a piece that is cut out of first-level regions, see ``polygons_atoms.py``.
        un_region: ``adm1_code`` of its region in the worldview ``un``; ``=`` for the same as in
            ``de-facto``, ``-`` for none in either.
        is_hatched: Whether the map hatches it; otherwise only its outline is dashed.
    """

    key: str
    name: str
    claims: tuple[str, ...]
    un: str
    de_facto: str
    status: str
    names: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    piece: str = ""
    un_region: str = "="
    is_hatched: bool = True

    def country(self, worldview: Worldview) -> str:
        """Return its country code in ``worldview``; empty if it has none."""
        return self.un if worldview == "un" else self.de_facto


_EUROPE: Final = (
    Dispute(
        "crimea",
        "Crimea",
        claims=("UA", "RU"),
        un="UA",
        de_facto="RU",
        status="Ukraine (A/RES/68/262); occupied by the Russian Federation since 2014",
        names=("Crimean Peninsula", "Autonomous Republic of Crimea and Sevastopol"),
        regions=("RUS-283", "RUS-5482"),
    ),
    Dispute(
        "transnistria",
        "Transnistria",
        claims=("MD", "Transnistria"),
        un="MD",
        de_facto="MD",
        status="Republic of Moldova (A/RES/72/282); governs itself",
        names=("Pridnestrovie", "Transdniestria", "Stînga Nistrului"),
        regions=("MDA-1652", "MDA-1645", "MDA-1628", "MDA-1637", "MDA-1638", "MDA-1650"),
    ),
    Dispute(
        "abkhazia",
        "Abkhazia",
        claims=("GE", "Abkhazia"),
        un="GE",
        de_facto="GE",
        status="Georgia (A/RES/63/307 and yearly since); governs itself with Russian troops",
        names=("Apsny", "Autonomous Republic of Abkhazia"),
        regions=("GEO-3015",),
    ),
    Dispute(
        "kosovo",
        "Kosovo",
        claims=("XK", "RS"),
        un="XK",
        de_facto="XK",
        status="under Security Council resolution 1244 (1999); see A/RES/64/298; claimed by Serbia",
        names=("Kosova", "Kosovo and Metohija"),
        regions=("KOS",),
        is_hatched=False,
    ),
    Dispute(
        "northern-cyprus",
        "Northern Cyprus",
        claims=("CY", "Northern Cyprus"),
        un="CY",
        de_facto="",
        status="Cyprus (A/RES/37/253, S/RES/541); governs itself with Turkish troops",
        names=("Turkish Republic of Northern Cyprus", "TRNC"),
        regions=("CYN",),
    ),
    Dispute(
        "cyprus-buffer-zone",
        "United Nations Buffer Zone in Cyprus",
        claims=("CY",),
        un="CY",
        de_facto="CY",
        status="Cyprus; held by the United Nations Peacekeeping Force (S/RES/186)",
        names=("Green Line", "Cyprus Green Line"),
        piece="cyprus-buffer-zone",
        is_hatched=False,
    ),
)

_WEST_ASIA: Final = (
    Dispute(
        "golan",
        "Golan Heights",
        claims=("SY", "IL"),
        un="SY",
        de_facto="IL",
        status="Syrian Arab Republic (S/RES/497, A/RES/ES-9/1); occupied by Israel since 1967",
        names=("Golan", "Syrian Golan", "Jawlan"),
        piece="golan",
        un_region="SYR-145",
    ),
    Dispute(
        "shebaa-farms",
        "Shebaa Farms",
        claims=("SY", "LB", "IL"),
        un="SY",
        de_facto="IL",
        status="taken by the United Nations as part of the Syrian Golan (S/2000/460); claimed by "
        "Lebanon; occupied by Israel since 1967",
        names=("Har Dov",),
        piece="shebaa-farms",
        un_region="SYR-145",
    ),
    Dispute(
        "west-bank",
        "West Bank",
        claims=("PS", "IL"),
        un="PS",
        de_facto="PS",
        status="State of Palestine (A/RES/67/19); occupied by Israel since 1967",
        names=("Judea and Samaria",),
        regions=("WEB+00?",),
        is_hatched=False,
    ),
    Dispute(
        "gaza-strip",
        "Gaza Strip",
        claims=("PS", "IL"),
        un="PS",
        de_facto="PS",
        status="State of Palestine (A/RES/67/19)",
        names=("Gaza",),
        regions=("GAZ+00?",),
        is_hatched=False,
    ),
    Dispute(
        "east-jerusalem",
        "East Jerusalem",
        claims=("PS", "IL"),
        un="PS",
        de_facto="IL",
        status="occupied Palestinian territory (A/RES/67/19, S/RES/478); annexed by Israel",
        names=("Al-Quds", "Arab Jerusalem"),
        piece="east-jerusalem",
        un_region="WEB+00?",
    ),
)

_SOUTH_AND_EAST_ASIA: Final = (
    Dispute(
        "jammu-and-kashmir",
        "Kashmir (Indian-administered)",
        claims=("IN", "PK", "CN"),
        un="IN",
        de_facto="IN",
        status="final status not agreed upon by India and Pakistan (S/RES/47, S/RES/91); "
        "administered by India",
        names=("Jammu and Kashmir and Ladakh",),
        regions=("IND-2431", "IND-20012"),
    ),
    Dispute(
        "azad-kashmir-and-gilgit-baltistan",
        "Kashmir (Pakistani-administered)",
        claims=("IN", "PK"),
        un="PK",
        de_facto="PK",
        status="final status not agreed upon by India and Pakistan (S/RES/47, S/RES/91); "
        "administered by Pakistan",
        names=("Azad Kashmir and Gilgit-Baltistan",),
        regions=("PAK-1109", "PAK-1111"),
    ),
    Dispute(
        "siachen-glacier",
        "Siachen Glacier",
        claims=("IN", "PK"),
        un="",
        de_facto="",
        status="beyond the end of the Line of Control; held by India since 1984, claimed by both",
        names=("Siachen",),
        regions=("KAS",),
        un_region="-",
    ),
    Dispute(
        "arunachal-pradesh",
        "Arunachal Pradesh",
        claims=("IN", "CN"),
        un="IN",
        de_facto="IN",
        status="administered by India; claimed by China as South Tibet (Zangnan)",
        names=("South Tibet", "Zangnan"),
        regions=("IND-3299",),
        is_hatched=False,
    ),
    Dispute(
        "taiwan",
        "Taiwan",
        claims=("TW", "CN"),
        un="TW",
        de_facto="TW",
        status="Taiwan, Province of China in United Nations usage (A/RES/2758 (XXVI)); "
        "governs itself",
        names=("Formosa",),
        regions=("TWN",),
        is_hatched=False,
    ),
    Dispute(
        "southern-kuril-islands",
        "Southern Kuril Islands",
        claims=("RU", "JP"),
        un="RU",
        de_facto="RU",
        status="administered by the Russian Federation; claimed by Japan",
        names=("Northern Territories", "South Kurils"),
        piece="southern-kuril-islands",
    ),
    Dispute(
        "liancourt-rocks",
        "Liancourt Rocks",
        claims=("KR", "JP"),
        un="KR",
        de_facto="KR",
        status="administered by the Republic of Korea; claimed by Japan",
        names=("Dokdo", "Takeshima"),
        piece="liancourt-rocks",
    ),
    Dispute(
        "paracel-islands",
        "Paracel Islands",
        claims=("CN", "TW", "VN"),
        un="CN",
        de_facto="CN",
        status="administered by China; claimed by Viet Nam",
        names=("Xisha Islands", "Hoang Sa"),
        regions=("PFA+00?",),
    ),
    Dispute(
        "spratly-islands",
        "Spratly Islands",
        claims=("CN", "TW", "VN", "PH", "MY", "BN"),
        un="",
        de_facto="",
        status="held in parts by China, Viet Nam, the Philippines, Malaysia and Taiwan",
        names=("Nansha Islands", "Truong Sa", "Kalayaan"),
        regions=("PGA", "Spratly Islands"),
        un_region="-",
    ),
    Dispute(
        "scarborough-shoal",
        "Scarborough Shoal",
        claims=("PH", "CN", "TW"),
        un="",
        de_facto="",
        status="controlled by China; claimed by the Philippines",
        names=("Panatag Shoal", "Huangyan Island", "Bajo de Masinloc"),
        regions=("Scarborough Reef",),
    ),
)

_AFRICA: Final = (
    Dispute(
        "western-sahara",
        "Western Sahara",
        claims=("EH", "MA"),
        un="EH",
        de_facto="EH",
        status="Non-Self-Governing Territory, decolonisation pending (A/RES/34/37)",
        names=("Sahrawi Arab Democratic Republic",),
        regions=("SAH",),
    ),
    Dispute(
        "western-sahara-west-of-the-berm",
        "Western Sahara (Moroccan-controlled)",
        claims=("EH", "MA"),
        un="EH",
        de_facto="MA",
        status="Non-Self-Governing Territory, decolonisation pending (A/RES/34/37); "
        "controlled by Morocco",
        names=("Southern Provinces",),
        piece="western-sahara-west-of-the-berm",
        un_region="SAH+00?",
    ),
    Dispute(
        "somaliland",
        "Somaliland",
        claims=("SO", "Somaliland"),
        un="SO",
        de_facto="",
        status="Somalia; governs itself since 1991",
        regions=("SOL",),
    ),
    Dispute(
        "abyei",
        "Abyei",
        claims=("SD", "SS"),
        un="SD",
        de_facto="SD",
        status="special administrative status; final status not determined (S/RES/1990)",
        names=("Abyei Area",),
        piece="abyei",
    ),
    Dispute(
        "bir-tawil",
        "Bir Tawil",
        claims=("EG", "SD"),
        un="",
        de_facto="",
        status="claimed by neither Egypt nor Sudan",
        piece="bir-tawil",
        un_region="-",
    ),
    Dispute(
        "chagos-archipelago",
        "Chagos Archipelago",
        claims=("MU", "IO"),
        un="MU",
        de_facto="IO",
        status="integral part of Mauritius (A/RES/73/295); administered by the United Kingdom",
        names=("British Indian Ocean Territory",),
        regions=("IOT",),
    ),
    Dispute(
        "mayotte",
        "Mayotte",
        claims=("YT", "KM"),
        un="KM",
        de_facto="YT",
        status="Comoros (A/RES/31/4 to A/RES/49/18); a department of France",
        names=("Maore",),
        regions=("FRA-4602",),
    ),
)

_AMERICAS: Final = (
    Dispute(
        "falkland-islands",
        "Falkland Islands (Malvinas)",
        claims=("FK", "AR"),
        un="FK",
        de_facto="FK",
        status="Non-Self-Governing Territory; sovereignty in dispute between Argentina and the "
        "United Kingdom (A/RES/2065 (XX))",
        names=("Falkland Islands", "Malvinas", "Islas Malvinas"),
        regions=("FLK",),
    ),
    Dispute(
        "southern-patagonian-ice-field",
        "Southern Patagonian Ice Field",
        claims=("AR", "CL"),
        un="",
        de_facto="",
        status="boundary not yet drawn (agreement between Argentina and Chile of 1998)",
        regions=("Southern Patagonian Ice Field",),
    ),
    Dispute(
        "rincon-de-artigas",
        "Rincón de Artigas",
        claims=("BR", "UY"),
        un="BR",
        de_facto="BR",
        status="administered by Brazil; claimed by Uruguay",
        names=("Thomaz Albornoz",),
        piece="rincon-de-artigas",
        is_hatched=False,
    ),
    Dispute(
        "brazilian-island",
        "Brazilian Island",
        claims=("BR", "UY"),
        un="BR",
        de_facto="BR",
        status="administered by Brazil; claimed by Uruguay",
        names=("Ilha Brasileira", "Isla Brasilera"),
        regions=("Brazilian Island",),
        is_hatched=False,
    ),
    Dispute(
        "guantanamo-bay-naval-base",
        "Guantanamo Bay Naval Base",
        claims=("CU", "US"),
        un="CU",
        de_facto="CU",
        status="leased by Cuba to the United States in 1903, which Cuba contests",
        names=("Guantánamo Bay",),
        regions=("USG",),
        is_hatched=False,
    ),
)

#: Every disputed area in the pinned packages.
DISPUTES: Final[tuple[Dispute, ...]] = (
    *_EUROPE,
    *_WEST_ASIA,
    *_SOUTH_AND_EAST_ASIA,
    *_AFRICA,
    *_AMERICAS,
)
