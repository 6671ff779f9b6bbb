"""The command line. Only this package uses streams, colours and exit codes.

There is one file per subcommand; shared code is in ``options.py`` and ``console.py``. No module
here imports pandas, geopandas or folium at the top, so that ``--help`` and completion stay fast.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
import warnings
from typing import Final

import click

from dateline import __version__
from dateline.cli import (
    build,
    check,
    console,
    embed,
    export,
    fix,
    gazetteer,
    init,
    lock,
    place,
    schema,
)
from dateline.errors import DatelineError
from dateline.one_line import clipped


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 = success; 1 = some events have errors (the rest was still built); "
    "2 = wrong usage or broken setup.",
)
@click.version_option(__version__, message="dateline %(version)s")
def dateline() -> None:
    """Turn reported events into an honest, self-contained map.

    \b
    Start a project and build it:
      dateline init my-map
      dateline build my-map
    """


for _command in (build, check, fix, export, embed, place, lock, gazetteer, schema, init):
    dateline.add_command(_command.command)


#: New objects until the next collection of cyclic garbage; Python's default is 700.
_COLLECTED_AFTER: Final = 50_000


def main() -> None:
    """Run the command line and exit with its exit code.

    A broken set-up is one line on stderr and exit code 2, never a traceback, unless the environment
    variable ``DATELINE_DEBUG`` is set.
    """
    # Little of what a command makes refers to itself. A tenth of the time of a small build was
    # spent looking for such garbage among the objects of imported modules.
    gc.set_threshold(_COLLECTED_AFTER)
    console.use_utf8()
    if console.wants_json(sys.argv[1:]):
        warnings.simplefilter("ignore")
    try:
        code = dateline.main(standalone_mode=False)
    except click.exceptions.Exit as leaving:
        code = leaving.exit_code
    except click.Abort:
        console.say_error("interrupted", "interrupted; existing outputs were not changed")
        code = 2
    except click.ClickException as error:
        if console.wants_json(sys.argv[1:]):
            console.say_error("usage-error", error.format_message())
        else:
            error.show()
        code = 2
    except BrokenPipeError:
        # The program that reads our output has closed the pipe, which is not an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except DatelineError as error:
        console.say_error(error.code, error.message, hint=error.hint)
        code = 2
    except OSError as error:
        code = _report_system_error(error)
    except Exception as error:
        if os.environ.get("DATELINE_DEBUG"):
            raise
        _report_bug(error)
        code = 2
    sys.exit(code)


#: Faults of a path that was given, not of dateline.
_BAD_PATHS: Final = {
    errno.ENAMETOOLONG: ("is too long for a file name", "use a name of at most 255 bytes"),
    errno.ELOOP: ("leads through symbolic links that form a loop", "check the links"),
    errno.ENOTDIR: ("leads through a file as if it were a folder", "check the path"),
    errno.EISDIR: ("is a folder, expected a file", "name a file"),
}


def _report_system_error(error: OSError) -> int:
    """Report what the system refused; return the exit code."""
    fault = _BAD_PATHS.get(error.errno or 0)
    if fault is None:
        if os.environ.get("DATELINE_DEBUG"):
            raise error
        _report_bug(error)
        return 2
    why, hint = fault
    name = clipped(os.path.basename(os.fsdecode(error.filename or "")) or "the path", 60)  # noqa: PTH119 - any bytes
    console.say_error("usage-error", f'"{name}" {why}', hint=hint)
    return 2


def _report_bug(error: Exception) -> None:
    console.say_error(
        "internal-error",
        f"internal error: {type(error).__name__}: {error}",
        hint="set DATELINE_DEBUG=1 to see the traceback, and please report this bug",
    )
