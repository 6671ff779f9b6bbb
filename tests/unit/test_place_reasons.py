"""Reasons for places: each code occurs, has values by name, and is said alike in both languages."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from dateline import pipeline
from dateline.export import export_events
from dateline.geocoder import geocode
from dateline.geocoder.forms import Name
from dateline.geocoder.lock import Locked, hold
from dateline.geocoder.reasons import CODES, PlaceReason, format_codes, format_values
from dateline.geocoder.resolve import Resolution
from dateline.geocoder.wording import why
from dateline.interface import say_reason
from dateline.settings import Settings
from geocoded import place_events
from node import SPEAKS, WEB, run_node
from reasons import reason_of, said

#: For each code an event that has it, and the end of what its reason says.
CASES: list[tuple[str, dict[str, object], str]] = [
    ("sole", {"where": "Sudzha"}, 'the only "Sudzha"'),
    ("sole_in", {"where": "Sumy, Ukraine"}, 'the only "Sumy" in Ukraine'),
    (
        "sole_said",
        {"where": "Sudzha", "title": "Shelling in Russia"},
        'the only "Sudzha", and the title says Russia',
    ),
    (
        "sole_in_said",
        {"where": "Sudzha, Kursk Oblast", "title": "Shelling in Russia"},
        'the only "Sudzha" in Kursk Oblast, and the title says Russia',
    ),
    ("likeliest", {"where": "Kyiv"}, 'by far the likeliest "Kyiv"'),
    (
        "likeliest_said",
        {"where": "Springfield", "sources": [{"quote": "Fire in Illinois"}]},
        'by far the likeliest "Springfield", and the quote says Illinois',
    ),
    (
        "in",
        {"where": "Springfield, United States"},
        (
            "in United States; chosen over Springfield, Missouri, United States: "
            "it is the better known town"
        ),
    ),
    (
        "over_said",
        {"where": "Tripoli", "title": "Clashes", "layer": "Lebanon"},
        "chosen over Tripoli, Tripoli District, Libya, because the layer says Lebanon",
    ),
    ("over_context", {"where": "Berlin, 5 km from Gorham"}, "other places of the same events"),
    ("over_kind", {"where": "Isfahan air base"}, ": its kind matches the name"),
    (
        "over_town",
        {"where": "Kyiv; Konotop; near Lviv"},
        "chosen over Lviv Oblast, Ukraine: the name alone usually means the town",
    ),
    (
        "over_region",
        {"where": "Nakło", "description": "Nakło is a village in Poland, 5 km from Urzejowice."},
        "Silesian Voivodeship, Poland: the text names its region or country",
    ),
    ("over_name", {"where": "Khoms"}, ": it is better known by that name"),
    ("over_millions", {"where": "Alexandria"}, ": it has 5.3 million inhabitants"),
    (
        "over_known",
        {"where": "Georgia"},
        "chosen over Georgia, United States (region): it is the better known country",
    ),
    (
        "seat",
        {"where": "Hama district"},
        (
            "the town of Hama District, whose own place is not known; "
            "no district of that name is known: its town with 40 km around"
        ),
    ),
    ("district", {"where": "Hama district"}, "its town with 40 km around"),
    ("city", {"where": "Sao Paulo"}, 'the city "Sao Paulo", better known than its region'),
    (
        "region",
        {"where": "western Kherson"},
        'the region "Kherson", because a side of it is meant',
    ),
    (
        "town",
        {"where": "10 km from Oaxaca"},
        'the town "Oaxaca": distances and ways are measured from towns',
    ),
    (
        "capital",
        {"where": "20 km from Kuwait"},
        'the capital "Kuwait": distances are measured from towns',
    ),
    (
        "line",
        {"where": "along the Donets"},
        'the river "the Donets", because something is said to be along it',
    ),
    (
        "near",
        {"where": "Moscow, 10 km from Pullman, Washington"},
        'the "Moscow" near Pullman; the only "Pullman" in Washington',
    ),
    (
        "area_defined",
        {"where": "Xville", "description": "Xville is a village in Gratiot County, Michigan."},
        'no "Xville" is known in Gratiot County, where the description says it is',
    ),
    (
        "area_named",
        {"where": "Jasło", "description": "Jasło is a village in Poland, 5 km from Urzejowice."},
        'no "Jasło" is known in Przeworsk County, where the description names Urzejowice',
    ),
    (
        "wrong_kind",
        {"where": "bank of the Severn"},
        "not placed: no place of that name is of the kind that the text names",
    ),
    (
        "doubtful",
        {"where": "Springfield"},
        "not placed: several places may be meant, and nothing says which",
    ),
    ("river", {"where": "left bank of the Dnipro river"}, "the whole river is drawn, not one bank"),
    (
        "way_begins",
        {"where": "the road to Kupiansk"},
        'the only "Kupiansk"; it is not known where the road begins',
    ),
    (
        "way_runs",
        {"where": "the railway from Kyiv to Konotop"},
        "it is not known where the railway runs: a straight line between its ends",
    ),
    (
        "way_from",
        {"where": "from Belarus to Kyiv"},
        "where in Belarus it begins is not known: the line fades out there",
    ),
    (
        "way_via",
        {"where": "from Minsk via Ukraine to Warsaw"},
        "where in Ukraine it passes is not known: the line has a gap there",
    ),
    (
        "way_to",
        {"where": "from Kyiv to Belarus"},
        "where in Belarus it ends is not known: the line fades out there",
    ),
    (
        "way_within",
        {"where": "from Kursk to Russia"},
        "Russia is not a stop on the line, because another stop is in it",
    ),
    (
        "narrowing",
        {"where": "Xqzville, Sumy"},
        "what is named is not known; it is said to be at Sumy",
    ),
    (
        "straight",
        {"where": "the Kyiv–Zhytomyr highway near Bila Tserkva"},
        "a straight line would not reach near Bila Tserkva",
    ),
]

#: Codes of which other tests here make examples.
OTHERS = {"over_project", "over_people", "over_usual", "pinned", "locked"}


@pytest.mark.parametrize(("code", "event", "ending"), CASES, ids=[case[0] for case in CASES])
def test_a_reason_is_a_code_with_values(gazetteer, *, code, event, ending):
    """The table has codes and their values; in English they say why the place was chosen."""
    row = place_events([event], gazetteer=gazetteer)[0].iloc[0]
    codes, values = row["geocode_reason"].split("; "), row["geocode_reason_values"]
    assert code in codes
    assert reason_of(row).endswith(ending)
    listed = json.loads(values) if isinstance(values, str) else [{} for _ in codes]
    for one, named in zip(codes, listed, strict=True):
        assert set(named) <= set(CODES[one])


def test_every_code_has_an_example():
    """Each code of the geocoder can occur."""
    assert {code for code, _, _ in CASES} | OTHERS == set(CODES)


@pytest.mark.parametrize(
    ("name", "places", "reason", "expected"),
    [
        ("Springfield", (0, 1), "project", "over_project"),
        ("Gaza", ("settlement", "admin1"), "people", "over_people"),
        ("Gaza", ("admin1", "settlement"), "people", "over_usual"),
    ],
)
def test_what_speaks_for_a_choice(finder, *, name, places, reason, expected):
    """The strongest reason decides the code; people count only where there are more of them."""
    found = [c.place for c in finder.candidates(name)]
    one, other = (
        found[which] if isinstance(which, int) else next(p for p in found if p.kind == which)
        for which in places
    )
    assert format_codes(why(Name(name), one, other, reason=reason, finder=finder)) == expected


def test_a_kind_is_said_as_one(finder):
    """A place that is chosen for its kind says the kind, with no article before it."""
    found = [c.place for c in finder.candidates("Gaza")]
    region, town = (next(p for p in found if p.kind == kind) for kind in ("admin1", "settlement"))
    reasons = why(Name("Gaza"), region, town, finder=finder)
    assert said(reasons).endswith(": the name more often means this kind of place (region)")


def test_the_project_is_a_reason(gazetteer, finder, tmp_path):
    """A place of the project's own is pinned, and one of its lock is locked."""
    (tmp_path / "geodata").mkdir()
    head = "id,name,other_names,kind,country,admin1,lon,lat,uncertainty_m,recipe,importance"
    row = "our-sudzha,Sudzha,,base,UA,,34.9,50.9,300,,"
    (tmp_path / "geodata/places.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    settings = Settings(root=tmp_path)
    row = place_events([{"where": "Sudzha"}], gazetteer=gazetteer, settings=settings)[0].iloc[0]
    assert "pinned in the project's places" == reason_of(row)
    assert pd.isna(row["geocode_reason_values"])
    (place,) = [c.place for c in finder.candidates("Sudzha")][:1]
    locked = Locked("Sudzha", "", (place.place_id,), "Sudzha", 35, 51)
    (held,) = hold([Resolution(Name("Sudzha"), "unknown", None)], locked, finder)
    assert "locked by the project" == said(held.reason)


# --- the sentences ----------------------------------------------------------------------------

VALUES = {
    "source": "title_of_source", "way": "pipeline", "kind": "settlement", "other_kind": "sea",
    "n": 1234567, "millions": 2.0, "radius_m": 400, "other_m": 8_906_400, "other_deg": 359,
}  # fmt: skip


def test_the_page_says_reasons_as_the_command_line_does():
    """Python and JavaScript say every code alike, with all values, with none and with bad ones."""
    cases = []
    for code, names in CODES.items():
        full = {name: VALUES.get(name, f"<{name}> {{n}}") for name in names}
        cases += [(code, json.dumps([full])), (code, None), (code, json.dumps([{**full, "n": 1}]))]
    cases += [("in; pinned", values) for values in ("", "{", "3", "[1, null]", '[{"inside": [1]}]')]
    cases += [('the only "Sumy"; in words', None), ("between; in", "[]"), ("", "")]
    script = f"""
      import {{ sayReason }} from {json.dumps((WEB / "src/place-reason.js").as_uri())};
      import {{ readFileSync }} from "node:fs";
      const cases = JSON.parse(readFileSync(0));
      console.log(JSON.stringify(cases.map((one) => sayReason(...one).text)));
    """
    result = run_node(SPEAKS, "--input-type=module", "-e", script, stdin=json.dumps(cases))
    assert not result.stderr
    assert [say_reason(*case) for case in cases] == json.loads(result.stdout)


def test_values_are_named():
    """Missing values are left out; without any there is no JSON."""
    reasons = (
        PlaceReason("in", "Ukraine"),
        PlaceReason("over_context", "Sumy", None, 2_000, 90),
    )
    assert format_codes(reasons) == "in; over_context"
    assert json.loads(format_values(reasons)) == [
        {"inside": "Ukraine"},
        {"other": "Sumy", "other_m": 2_000, "other_deg": 90},
    ]
    assert format_values((PlaceReason("pinned"), PlaceReason("river"))) == ""
    assert said(reasons) == (
        "in Ukraine; chosen over Sumy, 2 km further east: "
        "it is near the other places of the same events"
    )


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".parquet"])
def test_a_sentence_of_an_older_export_stays(gazetteer, tmp_path, suffix):
    """An export that has a sentence and no values keeps it, and it is said as it was written."""
    sentence = 'in Kursk Oblast; chosen over Sudzha, because the title says "Kursk"'
    table = place_events([{"where": "Sudzha"}], gazetteer=gazetteer)[0]
    table["geocode_reason"] = pd.array([sentence], dtype="str")
    table["geocode_reason_values"] = pd.array([None], dtype="str")
    path = tmp_path / f"events{suffix}"
    export_events(table, path, Settings())
    read, _ = pipeline.read([path], Settings())
    after, _ = geocode(read, Settings(), gazetteer=gazetteer)
    assert sentence == after.iloc[0]["geocode_reason"] == reason_of(after.iloc[0])
