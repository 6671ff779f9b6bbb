"""Kind words (*Oblast*, *Strait of*, *-do* and so on) and the kinds of place that they name.

Only words are listed here, no places. The words are folded (see ``fold.py``). A toponym may have
one at its beginning or end, joined by "of" or a similar word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dateline.gazetteer.fold import fold

_ADMIN1: Final = "admin1"
_ADMIN2: Final = "admin2"
_TOWN: Final = "settlement"

# Built structures. The news uses base, airfield and facility interchangeably.
_MADE: Final = (
    *("airfield", "base", "bridge", "camp", "crossing", "dam", "facility", "missile", "nuclear"),
    "port",
)

# Kinds, and the folded words for them, in the languages of reports.
_WORDS: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (
        (_ADMIN1, _ADMIN2),
        (
            "oblast|vilayet|viloyat|velayat|governorate|muhafazah|muhafazat|mohafazat|gouvernorat|"
            "gouvernement|gobernacion|wilayah|wilaya|province|provincia|provincie|provins|provinz|"
            "provinsi|ostan|prefecture|departement|departamento|departament|department|division|"
            "voivodeship|wojewodztwo|obwod|krai|kray|autonomous okrug|autonomous oblast|"
            "autonomous region|autonomous province|autonomous prefecture|"
            "special self governing province|federal district|federal territory|federal subject|"
            "capital territory|union territory|judet|kanton|canton|bundesland|land|megye|zupanija|"
            "область|обл|край|губерния|провинция|провінція|автономный округ|автономна область|"
            "محافظه|ولايه|استان|مقاطعه|اقليم|il|ili|do|sheng|to|fu|ken|emirate|parish|subah"
        ),
    ),
    (
        (_ADMIN1, _ADMIN2, "region", "disputed", "border", "range", "desert"),
        (
            "region|area|territory|regione|regiao|territoire|territorio|gebiet|регион|регіон|منطقه|"
            "zone|strip|corridor|heights|basin|plateau|valley|peninsula|front|direction|axis|sector|"
            "pocket|enclave|exclave|salient|suburbs|outskirts|countryside|напрямок|направление"
        ),
    ),
    (
        (_ADMIN1, "country"),
        (
            "state|estado|etat|stat|staat|republic|republique|republica|republik|republika|respublika|"
            "autonomous republic|kingdom|emirates|республика|республіка|جمهوريه|"
            "peoples republic|commonwealth|federation|islamic republic|democratic republic|"
            "federal republic|arab republic|sultanate|principality"
        ),
    ),
    (
        (_ADMIN2, _ADMIN1),
        (
            "county|district|raion|rayon|rajon|rejon|powiat|okrug|okres|landkreis|kreis|bezirk|"
            "arrondissement|distrito|distrikt|ilcesi|ilce|shahrestan|qada|nahiya|nahiyah|subdistrict|"
            "sub district|municipality|municipio|municipalite|hromada|community|woreda|borough|"
            "район|р н|округ|громада|повіт|уезд|قضاء|ناحيه|مديريه|شهرستان|gun|gu|si|"
            "local government area|lga|tehsil|taluk|upazila|comarca|comuna|commune"
        ),
    ),
    (
        (_TOWN,),
        (
            "city|town|village|settlement|hamlet|municipality|selo|gorod|misto|derevnya|posyolok|"
            "poselok|stanitsa|khutor|ville|ciudad|cidade|citta|stadt|miasto|miasteczko|pueblo|villa|"
            "город|місто|село|деревня|поселок|селище|станица|хутор|пгт|смт|г|м|с|пос|дер|порт|"
            "مدينه|قريه|بلده|شهر|"
            "refugee camp|camp|eup|myeon|ri|dong|kibbutz|moshav|kishlak|aul"
        ),
    ),
    (
        ("sea", "ocean", "gulf", "bay"),
        "sea|mer|mar|mare|meer|morze|more|zee|hav|deniz|denizi|море|بحر|haeyeok|laut|umi",
    ),
    (("ocean", "sea"), "ocean|ozean|oceano|океан|محيط|okean|okyanusu"),
    (
        ("strait", "channel"),
        (
            "strait|straits|straight|detroit|estrecho|estreito|stretto|strasse|meerenge|ciesnina|"
            "bogazi|пролив|протока|مضيق|tanggyo|channel|canal|kanal|passage|sound|narrows"
        ),
    ),
    (("gulf", "bay", "sea"), "gulf|golfe|golfo|golf|zatoka|korfezi|залив|затока|خليج|bight"),
    (("bay", "gulf"), "bay|baie|bahia|baia|bucht|wan|man"),
    (
        ("lake",),
        (
            "lake|lac|lago|see|jezioro|ozero|golu|озеро|بحيره|lakes|reservoir|loch|lough|호수|호|"
            "vodokhranilishche|водохранилище|водосховище|stausee|embalse|baraji golu"
        ),
    ),
    (
        ("river",),
        (
            "river|riviere|fleuve|rio|fiume|fluss|rzeka|reka|nehri|irmagi|река|ріка|річка|нهر|نهر|"
            "wadi|gang|he|jiang|creek|stream"
        ),
    ),
    (
        ("range", "mountain", "region"),
        (
            "mount|mountain|mountains|mt|hill|hills|monte|mont|montagne|berg|gora|dagi|jebel|jabal|"
            "djebel|гора|горы|جبل|san|shan|range|massif|pass|highlands|mountain range|ridge|"
            "sierra|serra|cordillera|cordillere|montes|montanas|montagnes|gebirge|daglari|гори|"
            "хребет|гірський хребет|кряж|массив|масив|нагорье|нагір я|جبال|سلسله جبال|kuh|كوه|산맥"
        ),
    ),
    (
        ("mountain",),
        (
            "volcano|volcan|vulcao|vulkan|вулкан|بركان|peak|pico|pic|piton|puy|cerro|nevado|gunung|"
            "sopka|сопка|пик|пік|قمه|화산|yama|dake"
        ),
    ),
    (
        ("cape",),
        (
            "cape|cap|cabo|capo|kap|kaap|mys|ras|raas|burnu|misaki|headland|promontory|мыс|мис|راس|"
            "دماغه|tanjung"
        ),
    ),
    (
        ("peninsula", "region"),
        (
            "peninsula|isthmus|spit|poluostrov|peninsule|presqu ile|isthme|istmo|penisola|"
            "halbinsel|landenge|nehrung|полуостров|півострів|перешеек|перешийок|коса|شبه جزيره|"
            "yarimadasi|반도"
        ),
    ),
    (
        ("valley", "region"),
        (
            "valley|valle|vallee|vale|tal|dolina|gorge|canyon|canon|glen|delta|долина|ущелье|"
            "ущелина|дельта|وادي|دره|vadisi|ova|lembah"
        ),
    ),
    (("valley", "river"), "wadi"),
    (
        ("glacier",),
        (
            "glacier|gletscher|glaciar|ghiacciaio|ledovec|ice field|icefield|ice cap|ice sheet|"
            "ice shelf|icefall|ледник|льодовик|buzulu|نهر جليدي|氷河|冰川"
        ),
    ),
    (
        ("island", "reef", "admin1", "admin2", "country", "region", "disputed", "facility"),
        (
            "island|islands|isle|isles|ile|iles|isla|islas|isola|insel|inseln|wyspa|ostrov|острів|"
            "остров|جزيره|jazirat|archipelago|ilha|ilhas|isole|otok|eiland|eilanden|pulau|"
            "kepulauan|adasi|adalari|острова|острови|архипелаг|архіпелаг|جزر|ارخبيل|archipel|"
            "archipielago|arquipelago|arcipelago|islet|islets|atoll|제도|군도"
        ),
    ),
    (
        ("reef", "island", "disputed"),
        (
            "reef|reefs|shoal|shoals|bank|atoll|rocks|cay|islet|islets|"
            "recif|arrecife|recife|riff|karang|риф|атолл|شعاب|암초"
        ),
    ),
    (
        ("canal",),
        "canal|kanal|kanali|canale|waterway|ship canal|terusan|канал|قناه|ترعه|운하",
    ),
    (
        ("pass", "range", "mountain"),
        "pass|mountain pass|col|passo|gecidi|kotal|pereval|перевал|گردنه|كوتل|ممر|고개",
    ),
    (
        ("camp",),
        (
            "refugee camp|camp|displacement camp|displaced persons camp|idp camp|detention camp|"
            "camp de refugies|campo de refugiados|fluchtlingslager|lager|kampi|multeci kampi|"
            "лагерь|лагерь беженцев|табір|табір біженців|مخيم|مخيم اللاجئين|اردوگاه|난민촌|캠프"
        ),
    ),
    (
        ("missile", "base", "facility"),
        (
            "missile base|missile site|missile range|missile test range|missile test site|"
            "rocket range|launch facility|satellite launching station|silo field|cosmodrome|"
            "spaceport|kosmodrom|poligon|космодром|полигон|полігон|ракетная база|ракетна база|"
            "قاعده صواريخ|미사일 기지|발사장|위성발사장"
        ),
    ),
    (
        ("dam",),
        "barrage|baraji|presa|talsperre|плотина|гэс|гребля|гес|дамба|سد|댐",
    ),
    (("continent",), "continent"),
    (
        ("desert", "region"),
        "desert|wuste|desierto|deserto|пустыня|пустеля|صحراء|colu|sands|erg|사막",
    ),
    (("historic", "region", "country"), "empire|union|kingdom|confederation|commonwealth"),
    (
        _MADE,
        (
            "airport|airfield|air base|airbase|international airport|aerodrome|military airfield|"
            "airstrip|аэропорт|аеропорт|аэродром|مطار|flughafen|aeroport|aeropuerto|"
            "base|naval base|military base|army base|garrison|barracks|training ground|test range|"
            "proving ground|shipyard|cosmodrome|launch site|missile base|space center|"
            "port|harbour|harbor|seaport|terminal|oil terminal|anchorage|"
            "nuclear power plant|nuclear power station|nuclear plant|npp|nuclear facility|"
            "nuclear complex|nuclear site|reactor|enrichment plant|nuclear test site|test site|"
            "plant|factory|refinery|power station|power plant|hospital|prison|depot|mine|"
            "compound|complex|facility|refugee camp|camp|dam|hydroelectric dam|"
            "hydroelectric power plant|bridge|мост|міст|جسر|border crossing|crossing|"
            "crossing point|checkpoint|gate|aeroporto|havalimani|havaalani|lufthavn|flyplass|"
            "flygplats|lotnisko|letiste|bandara|فرودگاه|공항|air force base|afb|air station|"
            "naval air station|military airport"
        ),
    ),
    ((_TOWN,), "port|refugee camp|camp"),
    (("border",), "border crossing|crossing|crossing point|checkpoint"),
    (
        ("border", "line", "region", "disputed"),
        "border|frontier|line|demilitarized zone|dmz|buffer zone|line of contact|parallel",
    ),
)

_MERGED: dict[str, set[str]] = {}
for _kinds, _listed in _WORDS:
    for _word in _listed.split("|"):
        _MERGED.setdefault(fold(_word), set()).update(_kinds)
#: Folded kind word to the kinds of place that it names.
KIND_WORDS: Final[dict[str, frozenset[str]]] = {w: frozenset(k) for w, k in _MERGED.items()}
#: Kind words of airfields: the news uses them for one another, and so do the names of airfields.
AIRFIELD_WORDS: Final = frozenset(
    fold(word)
    for word in (
        *("airport", "international airport", "airfield", "military airfield", "airstrip"),
        *("military airport", "aerodrome", "air base", "airbase", "air force base", "afb"),
        *("air station", "flughafen", "aeroport", "aeropuerto", "aeroporto", "аэропорт"),
        *("аеропорт", "аэродром", "مطار"),
    )
)
# The kind words under which airfields are in the gazetteer.
_AIRFIELD_NAMES: Final = ("airport", "air base")
_AIRFIELD_KINDS: Final = frozenset({"airfield", "base"})
_LONGEST: Final = max(word.count(" ") + 1 for word in KIND_WORDS)

# Kind words that come only last, mostly Korean, Chinese, Japanese and Turkish. At the beginning,
# the same letters are a different word ("San Salvador").
_ONLY_LAST: Final = frozenset(
    [
        "do",
        "si",
        "gun",
        "gu",
        "ri",
        "dong",
        "eup",
        "myeon",
        "san",
        "shan",
        "sheng",
        "fu",
        "ken",
        "to",
        "il",
        "ili",
        "ilce",
        "ilcesi",
        "wan",
        "man",
        "he",
        "gang",
        "jiang",
        "umi",
        "land",
        "stat",
        "see",
        "berg",
        "ville",
        "villa",
        "ova",
        "tal",
        "yama",
        "dake",
        "misaki",
    ]
)
# Words between a kind word and the name after it.
_JOINTS: Final = frozenset(
    ["of", "de", "du", "di", "da", "do", "del", "della", "des", "von", "van"]
)
# In a shorter name the last character is part of the name.
_LEAST_UNSPACED: Final = 3
# Kind words that follow a name without a space, in scripts that do not use spaces.
_ENDINGS: Final[dict[str, frozenset[str]]] = {
    "省": frozenset({_ADMIN1}),
    "州": frozenset({_ADMIN1, _ADMIN2}),
    "県": frozenset({_ADMIN1}),
    "縣": frozenset({_ADMIN2, _ADMIN1}),
    "县": frozenset({_ADMIN2, _ADMIN1}),
    "道": frozenset({_ADMIN1}),
    "도": frozenset({_ADMIN1}),
    "市": frozenset({_TOWN, _ADMIN1, _ADMIN2}),
    "시": frozenset({_TOWN, _ADMIN1, _ADMIN2}),
    "군": frozenset({_ADMIN2}),
    "海": frozenset({"sea"}),
    "해": frozenset({"sea"}),
    "湖": frozenset({"lake"}),
    "川": frozenset({"river"}),
    "河": frozenset({"river"}),
    "강": frozenset({"river"}),
    "島": frozenset({"island"}),
    "岛": frozenset({"island"}),
    "山": frozenset({"mountain", "range"}),
    "峰": frozenset({"mountain"}),
    "岬": frozenset({"cape"}),
    "곶": frozenset({"cape"}),
    "섬": frozenset({"island"}),
}


class Split(NamedTuple):
    """A folded name in two parts.

    Attributes:
        core: The name without its kind word.
        word: The kind word.
        kinds: The kinds of place that the word names.
    """

    core: str
    word: str
    kinds: frozenset[str]


def splits(key: str) -> Iterator[Split]:
    """Yield every way to split the folded name ``key`` into a name and a kind word.

    The kind word may come last ("kursk oblast") or first ("gulf of aden", "lake baikal"); longer
    kind words come before shorter ones. A name that is only a kind word yields nothing.

    Examples:
        >>> [s.core for s in splits("kursk oblast")]
        ['kursk']
        >>> [(s.core, s.word) for s in splits("gulf of aden")]
        [('aden', 'gulf')]
    """
    words = key.split(" ")
    if len(words) == 1:
        yield from _unspaced(key)
        return
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        tail = " ".join(words[-length:])
        if tail in KIND_WORDS:
            yield Split(" ".join(words[:-length]), tail, KIND_WORDS[tail])
        head = " ".join(words[:length])
        if head in KIND_WORDS and head not in _ONLY_LAST:
            core = _unjoin(words[length:])
            if core:
                yield Split(core, head, KIND_WORDS[head])


def airfield_splits(parts: Iterable[Split]) -> Iterator[Split]:
    """Yield the names by which the gazetteer may have an airfield that is called otherwise.

    Examples:
        >>> [s.core for s in airfield_splits(splits("isfahan airfield"))]
        ['isfahan airport', 'isfahan air base']
    """
    for split in parts:
        if split.word in AIRFIELD_WORDS:
            for word in _AIRFIELD_NAMES:
                yield Split(f"{split.core} {word}", split.word, _AIRFIELD_KINDS)


def _unjoin(words: list[str]) -> str:
    if words[0] in _JOINTS:
        words = words[1:]
        if words and words[0] == "the":
            words = words[1:]
    return " ".join(words)


def _unspaced(key: str) -> Iterator[Split]:
    if len(key) >= _LEAST_UNSPACED and key[-1] in _ENDINGS:
        yield Split(key[:-1], key[-1], _ENDINGS[key[-1]])
