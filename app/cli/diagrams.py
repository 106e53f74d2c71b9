"""Diagrams: `flask diagrams check FILE`."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.items import ITEMS
from app.services.diagrams.checking import problems_to_people
from workflows.engine import Bundle, ignored_extensions

diagrams = AppGroup("diagrams", help="Check diagrams before they are released.")
PROCESSES = sorted(item.process_id for item in ITEMS)


@diagrams.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--process", type=click.Choice(PROCESSES), help="What it is for; without it the file's name says so.")
def check(file: Path, process: str | None) -> None:
    """Print one line for each problem of FILE; exit code 1 where there is one.

    Further files of its folder are not read: a diagram that calls others is checked on its draft's page.
    """
    process_id = process or file.stem
    if process_id not in PROCESSES:
        raise click.UsageError(f"文件名“{file.stem}”不是流程编号，请用 --process 指定：{'、'.join(PROCESSES)}。")
    bundle = Bundle(process_id, {f"{process_id}.bpmn": file.read_bytes()})
    problems = problems_to_people(bundle)
    for note in ignored_extensions(bundle.files):
        click.echo(note, err=True)
    for problem in problems:
        click.echo(f"{problem.element_id or '-'}\t{problem.element_name or '-'}\t{problem.message}")
    if problems:
        raise click.exceptions.Exit(1)
    click.echo("检查通过。")
