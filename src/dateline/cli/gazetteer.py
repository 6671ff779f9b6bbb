"""``dateline gazetteer``: inspect and search the gazetteer, and add places for a project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli import console, options
from dateline.settings import shorten

if TYPE_CHECKING:
    from dateline.diagnostics import Diagnostic
    from dateline.gazetteer import Candidate, Gazetteer
    from dateline.gazetteer.additions import Added
    from dateline.settings import Settings

_MOST_SHOWN = 20
_FORMAT = options.format_option("output_format", "Output format; json prints one object per line.")


@click.group("gazetteer")
def command() -> None:
    """Inspect the gazetteer, search it, and add places to it."""


@command.command("info")
@options.config
@_FORMAT
def info(config: Path | None, output_format: str) -> None:
    """Show where the places come from: sources, licences, counts, worldviews, additions.

    \b
    Example:
      dateline gazetteer info
    """
    from dateline import report  # noqa: PLC0415  (keeps --help quick)
    from dateline.gazetteer.contents import read_contents  # noqa: PLC0415
    from dateline.session import Session  # noqa: PLC0415

    settings = options.load_settings(config, ())
    with Session(settings) as session:
        gazetteer = session.gazetteer
        files = [gazetteer, gazetteer.additions] if gazetteer.additions else [gazetteer]
        records = [read_contents(file) for file in files]
    if output_format == "json":
        for record in records:
            click.echo(json.dumps(record, ensure_ascii=False))
        return
    for label, record in zip(("package", "project"), records, strict=False):
        size = report.format_size(record["bytes"])
        held = f"{_count(record['places'], 'place')}, {_count(record['names'], 'name')}"
        click.echo(f"{label}: {held}, {size}")
        click.echo(f"  {record['path']} (schema version {record['version']})")
        click.echo(f"  worldviews: {', '.join(record['worldviews']) or 'none'}")
        for source in record["sources"]:
            licence = f"  [{source['licence']}]" if source["licence"] else ""
            version = f"  {source['version']}" if source["version"] else ""
            click.echo(f"  {source['places']:>9,}  {source['title']}{licence}{version}")
            for reason, count in source["left_out"].items():
                click.echo(f"             skipped {count:,}: {reason}")
    if len(records) == 1:
        click.echo("project: no places added (to add some: dateline gazetteer add FILE...)")


@command.command("search")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@options.config
@_FORMAT
@click.option("--kind", metavar="KIND", help="Only places of this kind, such as settlement.")
@click.option("--country", metavar="CODE", help="Only places in this country, such as UA.")
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=1),
    default=_MOST_SHOWN,
    show_default=True,
    help="Maximum number of places to list for each name.",
)
def search(
    names: tuple[str, ...],
    config: Path | None,
    output_format: str,
    kind: str | None,
    country: str | None,
    limit: int,
) -> None:
    """List every place that a name can mean, most important first.

    To see which one dateline chooses, use `dateline place`. The exit code is 1 if a name is
    unknown.

    \b
    Example:
      dateline gazetteer search Sumy --country UA
    """
    from dateline.session import Session  # noqa: PLC0415  (keeps --help quick)

    settings = options.load_settings(config, ())
    is_known = True
    with Session(settings) as session:
        gazetteer = session.gazetteer
        for name, found in gazetteer.candidates(names).items():
            fit = [c for c in found if _is_wanted(c, kind=kind, country=country)]
            is_known = is_known and bool(fit)
            if output_format == "json":
                for candidate in fit[:limit]:
                    click.echo(json.dumps(_record(name, candidate), ensure_ascii=False))
            else:
                _list(gazetteer, name, fit, limit=limit)
    raise click.exceptions.Exit(0 if is_known else 1)


@command.command("add")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path),
)
@options.config
@options.findings_format
@options.quiet
def add(files: tuple[Path, ...], config: Path | None, findings_format: str, quiet: bool) -> None:
    """Add places from FILEs to the project's own gazetteer.

    FILE is a GeoNames dump (allCountries.txt, a country file such as UA.txt, alternateNamesV2.txt),
    a CSV with at least name, lon and lat, or GeoJSON whose features have a name. The places are
    stored in geodata/gazetteer.sqlite (place.gazetteer in dateline.toml), and every command uses
    them. If you add a file again, it replaces what it added before.

    \b
    Example:
      dateline gazetteer add UA.txt villages.csv
    """
    settings = options.load_settings(config, ())
    as_json = findings_format == "json"
    added, found = _add(files, settings)
    console.report_findings(found, as_json=as_json)
    if not quiet and not as_json:
        for one in added:
            _report_added(one)
        written = shorten(settings.path(settings.place.gazetteer))
        console.say(f"wrote {written}")
    raise click.exceptions.Exit(console.exit_code(found))


def _add(files: tuple[Path, ...], settings: Settings) -> tuple[list[Added], list[Diagnostic]]:
    from dateline.export import write_atomic  # noqa: PLC0415  (keeps --help quick)
    from dateline.gazetteer import Gazetteer  # noqa: PLC0415
    from dateline.gazetteer.additions import add_files  # noqa: PLC0415
    from dateline.session import Session  # noqa: PLC0415

    target = settings.path(settings.place.gazetteer)
    results: list[tuple[list[Added], list[Diagnostic]]] = []
    with Session(settings) as session:
        base = target if session.gazetteer.additions else None
    with Gazetteer.open() as packaged:

        def write(path: Path) -> None:
            results.append(add_files(path, files, gazetteer=packaged, base=base))

        write_atomic(target, write)
    return results[-1]


def _report_added(added: Added) -> None:
    what = f"{_count(added.places, 'place')}, {_count(added.names, 'name')}"
    faults = f", {_count(added.faults, 'problem')}" if added.faults else ""
    console.say(f"{added.path}: {what}{faults}")
    if added.replaced:
        console.say(
            f"  replaced {_count(added.replaced, 'place')} from the earlier {added.path.name}"
        )
    if added.removed:
        console.say(f"  removed {_count(added.removed, 'place')} that GeoNames has deleted")
    for reason, count in added.skipped.most_common():
        console.say(f"  skipped {count:,}: {reason}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _is_wanted(candidate: Candidate, *, kind: str | None, country: str | None) -> bool:
    place = candidate.place
    return (kind is None or place.kind == kind.lower()) and (
        country is None or place.country == country.upper()
    )


def _list(gazetteer: Gazetteer, name: str, found: list[Candidate], *, limit: int) -> None:
    click.echo(f"{name}: {_count(len(found), 'place')}")
    regions = gazetteer.admin1_names() if found else {}
    for candidate in found[:limit]:
        place = candidate.place
        where = "".join(f", {w}" for w in (regions.get(place.admin1), place.country) if w)
        people = f", {place.population:,} inhabitants" if place.population else ""
        met = f'  (as "{candidate.key}")' if candidate.key else ""
        click.echo(f"  {place.place_id}  {place.name}  {place.kind}{where}{people}{met}")
    if len(found) > limit:
        click.echo(f"  and {len(found) - limit} more; use --limit to show more")
    if not found and (near := gazetteer.suggest(name)):
        click.echo("  did you mean " + " or ".join(f'"{place.name}"' for place in near) + "?")


def _record(name: str, candidate: Candidate) -> dict[str, object]:
    place = candidate.place
    return {
        "query": name,
        "place_id": place.place_id,
        "name": place.name,
        "matched": candidate.key,
        "rank": candidate.rank,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "population": place.population,
        "importance": place.importance,
        "lon": place.lon,
        "lat": place.lat,
        "uncertainty_m": place.uncertainty_m,
        "source": place.source,
    }
