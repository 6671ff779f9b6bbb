"""Data frames, series, texts and shapes as events: ``from_frame`` and all that takes a table."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

import dateline
from dateline import frames
from dateline.settings import OutputSettings

TITLES = ["first", "second", "third"]


def whens(values, dtype=None):
    column = pd.Series(values, dtype=dtype)
    frame = pd.DataFrame({"title": [f"event {n}" for n in range(len(column))], "when": column})
    return dateline.from_frame(frame).table["when"].astype(object).where(lambda w: w.notna(), None)


def test_texts_are_places():
    """A list of texts is geocoded, one event for each, with the text as its title."""
    placed, found = dateline.geocode(["near Sumy", "Kursk Oblast"])
    assert ["near Sumy", "Kursk Oblast"] == placed["title"].tolist()
    assert ["Sumy", "Kursk Oblast"] == placed["place_name"].tolist()
    assert placed.geometry.notna().all()
    assert not [each for each in found if each.severity == "error"]


@pytest.mark.parametrize(
    "given",
    [
        "Sumy",
        ("Sumy",),
        pd.Series(["Sumy"], name="anything"),
        pd.Series(["Sumy"], dtype="string"),
        pd.Series(["Sumy"], dtype="category"),
        np.array(["Sumy"]),
        pa.array(["Sumy"]),
        pa.chunked_array([["Sumy"]]),
        pa.table({"where": ["Sumy"]}),
        {"where": ["Sumy"]},
        [{"where": "Sumy"}],
        pd.DataFrame({"where": ["Sumy"]}),
        pd.DataFrame({"where": ["Sumy"]}).convert_dtypes(dtype_backend="pyarrow"),
        gpd.GeoSeries([shapely.Point(34.8, 50.9)]),
        [shapely.Point(34.8, 50.9)],
    ],
    ids=lambda given: type(given).__name__,
)
def test_any_kind_of_table_is_placed(given):
    """Texts, shapes and tables of several libraries are placed alike."""
    placed = dateline.geocode(given).table
    assert 1 == len(placed)
    assert placed.geometry.iloc[0].distance(shapely.Point(34.8, 50.9)) < 0.1


@pytest.mark.parametrize("wrong", [3, b"Sumy", [1, 2], pd.Series([1.5]), {"a": [1], "b": [1, 2]}])
def test_what_is_no_table_is_refused(wrong):
    """Anything else is refused by name, not with an error of pandas."""
    with pytest.raises(dateline.DatelineError) as error:
        dateline.geocode(wrong)
    assert error.value.hint


def test_a_frame_without_places_is_refused():
    """If no column says where, the error names the columns and says how to name one."""
    with pytest.raises(dateline.DatelineError) as error:
        dateline.geocode(pd.DataFrame({"layer": ["a"], "n": [3]}))
    assert '"layer", "n"' in error.value.message
    assert "from_frame" in error.value.hint


def test_columns_name_fields():
    """``columns`` says which column a field is read from, by any label; a wrong one is refused."""
    frame = pd.DataFrame([["raid", "Sumy"]])
    table = dateline.from_frame(frame, columns={"title": 0, "where": 1}).table
    assert ["raid", "Sumy"] == table[["title", "where"]].iloc[0].tolist()
    named = pd.DataFrame({"headline": ["raid"], "where": ["Sumy"]})
    with pytest.raises(dateline.DatelineError, match='"headlin"') as error:
        dateline.from_frame(named, columns={"title": "headlin"})
    assert 'did you mean "headline"?' == error.value.hint
    with pytest.raises(dateline.DatelineError, match="titel"):
        dateline.from_frame(named, columns={"titel": "headline"})


@pytest.mark.parametrize(
    "index",
    [
        pd.Index(["x", "y", "y"]),
        pd.Index([7, 5, 3], name="number"),
        pd.MultiIndex.from_tuples([("a", 1), ("a", 2), ("b", 1)]),
        pd.DatetimeIndex(["2024-01-01", "2024-01-02", "2024-01-02"]),
    ],
    ids=["texts", "numbers", "levels", "days"],
)
def test_the_index_is_kept(index, tmp_path):
    """The result of each step has the index of the frame, even if its labels repeat."""
    frame = pd.DataFrame({"title": TITLES, "where": ["Sumy"] * 3}, index=index)
    events = dateline.from_frame(frame)
    placed = dateline.geocode(events)
    settings = dateline.Settings(root=tmp_path, output=OutputSettings(html=""))
    tables = [
        events.table,
        placed.table,
        dateline.geocode(placed).table,
        dateline.export(placed, tmp_path / "events.csv").events,
        dateline.build(frame, settings).events,
    ]
    for table in tables:
        assert index.equals(table.index)
        assert TITLES == table["title"].tolist()


def test_a_named_index_is_a_column_too():
    """Named levels of the index are read as columns are, such as the date of a time series."""
    days = pd.DatetimeIndex(["2024-01-01", "2024-01-02"], name="date")
    table = dateline.from_frame(pd.DataFrame({"title": ["a", "b"]}, index=days)).table
    assert ["2024-01-01", "2024-01-02"] == table["when"].tolist()


def test_findings_name_rows_by_label():
    """A finding about a row of a frame has its label, in every step and in its text."""
    frame = pd.DataFrame(
        {"title": TITLES, "when": ["2024", "soon", None], "where": ["Sumy", "Sumy", "Xqzzyw"]},
        index=["r1", "r2", "r3"],
    )
    events = dateline.from_frame(frame)
    assert ["r2"] == [each.row for each in events.diagnostics if each.code == "date-invalid"]
    later = dateline.geocode(events.table[::-1]).diagnostics
    assert ["r3"] == [each.row for each in later if each.code == "place-unknown"]
    shown = events.diagnostics._repr_html_()
    assert "frame, row &quot;r2&quot;" in shown


def test_rows_in_messages_have_labels():
    """Where a message names another row, it names its label as well."""
    frame = pd.DataFrame({"event_id": ["1", "1"], "title": ["a", "b"]}, index=["r1", "r2"])
    found = dateline.from_frame(frame).diagnostics
    (repeated,) = [each for each in found if each.code == "id-duplicate"]
    assert 'row "r1"' in repeated.message
    assert "frame:1" not in repeated.message


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        (["2024-06-07", None], "datetime64[ns]", ["2024-06-07", None]),
        (["2024-06-07T12:30", "2024-06-08"], None, ["2024-06-07T12:30", "2024-06-08"]),
        (
            pd.to_datetime(["2024-06-07T12:30", "2024-06-08T00:00"]),
            None,
            ["2024-06-07T12:30", "2024-06-08T00:00"],
        ),
        (
            pd.date_range("2024-06-07 10:00", periods=1, tz="Europe/Kyiv"),
            None,
            ["2024-06-07T10:00+03:00"],
        ),
        (pd.date_range("2024-06-07 10:00:05", periods=1, tz="UTC"), None, ["2024-06-07T10:00:05Z"]),
        (pd.date_range("2024-06-07", periods=1, tz="UTC"), None, ["2024-06-07"]),
        ([pd.Timestamp("2024-06-07"), pd.NaT, "2024"], object, ["2024-06-07", None, "2024"]),
        ([dt.date(2024, 6, 7), pd.Timestamp("2024-06-08")], object, ["2024-06-07", "2024-06-08"]),
        ([np.datetime64("2024-06"), np.datetime64("NaT")], object, ["2024-06", None]),
        (pd.period_range("2024-06", periods=1, freq="M"), None, ["2024-06"]),
        (pd.period_range("2024", periods=1, freq="Y"), None, ["2024"]),
        (pd.period_range("2024Q2", periods=1, freq="Q"), None, ["2024-04-01/2024-06-30"]),
        (pd.period_range("2024-06-07T05", periods=1, freq="h"), None, ["2024-06-07T05"]),
        ([dt.date(2024, 6, 7), None], pd.ArrowDtype(pa.date32()), ["2024-06-07", None]),
        (["2024-06-07"], pd.ArrowDtype(pa.timestamp("us")), ["2024-06-07"]),
        (pd.Categorical(pd.to_datetime(["2024-06-07", None])), None, ["2024-06-07", None]),
    ],
)
def test_instants_are_dates(values, dtype, expected):
    """Dates of any type are read, as precise as the most precise one of their column."""
    assert expected == whens(values, dtype).tolist()


def test_any_geometry_is_converted():
    """Shapes of any CRS and column name become degrees; missing and empty ones stay missing."""
    shapes = [shapely.Point(500_000, 5_600_000, 7), None, shapely.Point()]
    given = gpd.GeoDataFrame({"title": TITLES, "shape": shapes}, geometry="shape", crs=32636)
    for frame in (given, pd.DataFrame(given), given.assign(other=given["shape"].buffer(5))):
        placed = dateline.geocode(frame).table
        assert [True, False, False] == placed.geometry.notna().tolist()
        assert pytest.approx((33.0, 50.551932)) == (placed["lon"].iloc[0], placed["lat"].iloc[0])


def test_shapes_without_a_crs():
    """Without a CRS, degrees are used as they are, and anything else is refused."""
    degrees = gpd.GeoDataFrame({"title": ["a"]}, geometry=[shapely.Point(34, 51)])
    assert (34, 51) == tuple(dateline.geocode(degrees).table[["lon", "lat"]].iloc[0])
    metres = gpd.GeoDataFrame({"title": ["a"]}, geometry=[shapely.Point(500_000, 5_600_000)])
    with pytest.raises(dateline.DatelineError, match="no CRS") as error:
        dateline.geocode(metres)
    assert "set_crs" in error.value.hint


def test_placed_events_in_another_crs(tmp_path):
    """Placed events that were converted since are exported in degrees again."""
    placed = dateline.geocode(["Sumy"]).table
    there = placed.to_crs(3857)
    assert there.geometry.iloc[0].x > 180
    written = dateline.export(there, tmp_path / "events.csv").events
    assert written.geometry.iloc[0].distance(placed.geometry.iloc[0]) < 1e-9


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"n": pd.array([1, None, 3], "Int64"), "b": pd.array([True, None, False], "boolean")},
        {"c": pd.Categorical(["x", None, "y"]), "s": pd.array(["x", None, "y"], "string")},
        {"f": np.array([1.5, 2, np.nan], "float32"), "t": pd.to_timedelta([1, 2, None], "h")},
        {"o": [b"\xff", {"a": {1, 2}}, (pd.Timestamp("2024-01-01"), np.int64(3))]},
        {"z": [1 + 2j, 0, 0], "p": pd.arrays.SparseArray([0.0, 1.5, 0.0])},
        {"i": pd.interval_range(0, 3), "sur": pd.Series(["\ud800", "a", None], dtype=object)},
        {"when": [pd.NaT, "2024", float("nan")], "tags": [["a"], ("b",), {"c"}]},
        {"sources": [[{"url": "https://a.org"}], {"url": "https://b.org"}, "https://c.org"]},
    ],
)
def test_any_dtype_passes_through(columns, tmp_path):
    """A column of any type is read, exported in every format, and no event is lost."""
    frame = pd.DataFrame({"title": TITLES, "lat": [50, 51, 52], "lon": [34.5] * 3, **columns})
    placed = dateline.geocode(frame).table
    assert 3 == placed.geometry.notna().sum()
    assert 3 == len(json.loads(placed.to_json())["features"])
    dateline.export(frame, tmp_path / "events.geojson")
    for suffix in ("csv", "parquet", "gpkg"):
        dateline.export(placed, tmp_path / f"events.{suffix}")
    again = dateline.geocode(gpd.read_file(tmp_path / "events.geojson")).table
    assert placed["event_id"].tolist() == again["event_id"].tolist()


@pytest.mark.parametrize(
    "labels",
    [
        pd.MultiIndex.from_tuples([("title", ""), ("where", ""), ("n", "sum")]),
        ["title", "where", "title"],
        ["title", "where", None],
        ["title", "where", pd.Timestamp("2024-01-01")],
        pd.Index(["title", "where", "\ud800"], dtype=object),
    ],
)
def test_any_headings(labels):
    """Columns with levels, equal names or other labels than texts are read."""
    placed = dateline.geocode(pd.DataFrame([["raid", "Sumy", 3]], columns=labels)).table
    assert ["raid"] == placed["title"].tolist()
    assert 34.8 == pytest.approx(placed["lon"].iloc[0], abs=0.1)


@pytest.mark.parametrize(
    "empty", [pd.DataFrame(), pd.DataFrame({"title": [], "where": []}), [], pd.Series(dtype=object)]
)
def test_empty_tables(empty, tmp_path):
    """A table without rows gives a table without rows; there is nothing to build."""
    assert 0 == len(dateline.geocode(empty).table)
    assert 0 == dateline.export(empty, tmp_path / "events.geojson").counts.events
    if not isinstance(empty, list):
        with pytest.raises(dateline.DatelineError, match="no events"):
            dateline.build(empty, dateline.Settings(root=tmp_path))


def test_a_dataset_is_taken(tmp_path):
    """A ``Dataset``, and what each step returns, can be given to every other step."""
    events = dateline.from_frame(["Sumy"])
    placed = dateline.geocode(dateline.Dataset(events.table))
    written = dateline.export(dateline.Dataset(placed.table), tmp_path / "events.csv")
    for given in (events, placed, written, dateline.Dataset(placed.table)):
        assert ["Sumy"] == dateline.geocode(given).table["place_name"].tolist()


def test_the_nearest_settings_count(tmp_path, monkeypatch):
    """Without ``settings``, every function reads the same ``dateline.toml`` as the command line."""
    toml = 'title = "Mine"\n[read.columns]\nwhere = "Xq"\n[output]\nfolder = "made"\n'
    (tmp_path / "dateline.toml").write_text(toml, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    frame = pd.DataFrame({"title": ["a"], "Xq": ["Sumy"]})
    assert ["Sumy"] == dateline.geocode(frame).table["place_name"].tolist()
    assert ["Sumy"] == dateline.export(frame, "a.csv").events["place_name"].tolist()
    assert ["Sumy"] == dateline.build(frame).events["place_name"].tolist()
    assert "Mine" in dateline.folium_map(frame).get_root().render()
    with pytest.raises(dateline.DatelineError, match="says where"):
        dateline.geocode(frame, dateline.Settings())


def test_json_of_events():
    """Events with dates and lists can be written as JSON, and added to a folium map."""
    frame = pd.DataFrame({"title": ["a"], "where": ["Sumy"], "when": [pd.Timestamp("2024-06-07")]})
    placed = dateline.geocode(frame).table
    properties = json.loads(placed.to_json())["features"][0]["properties"]
    assert "2024-06-07T00:00:00" == properties["start"]
    assert [] == properties["tags"]
    page = dateline.folium_map(placed)
    folium.GeoJson(placed[["title", "start", "geometry"]]).add_to(page)
    assert "2024-06-07T00:00:00" in page.get_root().render()


def test_a_map_warns_of_findings():
    """A map of events with errors warns, because it cannot return them."""
    with pytest.warns(UserWarning, match="1 error; dateline.geocode"):
        dateline.folium_map(pd.DataFrame({"title": ["a"], "where": ["Xqzzyw"]}))


def test_missing_files_raise(tmp_path):
    """``read`` refuses a path that does not exist."""
    with pytest.raises(dateline.DatelineError, match="no file or folder"):
        dateline.read(tmp_path / "none.csv")


def test_notebooks_show_escaped_results(tmp_path):
    """Everything that a step returns shows itself as HTML, in which texts are escaped."""
    bad = "<script>alert(1)</script>"
    frame = pd.DataFrame({"title": [bad] * 9, "where": [bad] * 9}, index=[bad] * 9)
    events = dateline.from_frame(frame)
    placed = dateline.geocode(events)
    built = dateline.export(placed, tmp_path / f"{bad[1:7]}.csv")
    shown = [
        events,
        events.diagnostics,
        placed,
        placed.diagnostics,
        built,
        dateline.Dataset(placed.table),
    ]
    for each in shown:
        page = each._repr_html_()
        assert page
        assert "<script" not in page
        assert len(page) < 10_000
    assert "&lt;script&gt;" in placed._repr_html_()
    assert "9 events: 0 placed" in built._repr_html_()
    assert "<p>No findings.</p>" == type(placed.diagnostics)()._repr_html_()


def test_export_is_a_function_and_a_package():
    """``dateline.export`` is called, and its modules can be imported as before."""
    from dateline.export.registry import FORMATS  # noqa: PLC0415 - the point of the test

    assert ".csv" in FORMATS
    assert callable(dateline.export)


def test_only_rows_with_findings_are_labelled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The labels of rows that no finding names are not made into texts."""
    made = []
    label = frames._label
    monkeypatch.setattr(frames, "_label", lambda value: made.append(value) or label(value))
    when = ["2024-06-07"] * 500
    when[77] = "2024-13"
    frame = pd.DataFrame({"title": ["A"] * 500, "when": when, "where": ["Sumy"] * 500})
    found = dateline.from_frame(
        frame.set_axis(range(1000, 1500)), settings=dateline.Settings()
    ).diagnostics
    assert ["1077"] == [each.row for each in found if each.code == "date-invalid"]
    assert {1077} == set(made) & set(range(1000, 1500))


@pytest.mark.parametrize("kind", [str, Path])
def test_a_file_is_not_taken_for_a_place(tmp_path, kind):
    """The path of a file is refused with the function that reads it."""
    path = tmp_path / "events.csv"
    path.write_text("title\nA\n", encoding="utf-8")
    with pytest.raises(dateline.DatelineError, match="is a file") as error:
        dateline.geocode(kind(path))
    assert "dateline.read" in error.value.hint
    assert 1 == len(dateline.geocode("a.b\0c").table)


def test_a_duration_is_kept_as_a_text_of_its_own() -> None:
    """A column of durations is no description of the events."""
    spans = pd.to_timedelta([1, 2], unit="h")
    frame = pd.DataFrame({"headline": ["Fire", "Flood"], "date": ["2024-03-05"] * 2, "kept": spans})
    events, _ = dateline.from_frame(frame)
    assert events["kept"].tolist() == ["P0DT1H0M0S", "P0DT2H0M0S"]
    assert events["description"].isna().all()
