"""python -m benchmarks.bench [SIZE ...]: measures everything and writes benchmarks/RESULTS.md"""
from pathlib import Path

import click

from benchmarks.bench.contenders.registry import CONTENDERS
from benchmarks.bench.measuring import measure
from benchmarks.bench.report import write
from policysearch.commands.terminal import progress

_PAGE = Path(__file__).parent.parent / "RESULTS.md"
_SIZES = (1000, 10_000, 100_000, 1_000_000)


@click.command()
@click.argument("sizes", type=click.IntRange(min=1), nargs=-1)
@click.option("--only", type=click.Choice(tuple(CONTENDERS)), multiple=True, help="Contenders; all without it.")
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path), default=".bench", show_default=True,
              help="Folder that keeps what is done.")
@click.option("--limit-minutes", type=click.FloatRange(min=0), default=20.0, show_default=True,
              help="Leave out what by its rate at the size before would take longer to build.")
@click.option("--page", type=click.Path(dir_okay=False, path_type=Path), default=_PAGE, help="The page to write.")
def main(sizes: tuple[int, ...], only: tuple[str, ...], cache: Path, limit_minutes: float, page: Path) -> None:
    """Measure contenders with SIZES items each, side by side."""
    with progress("bench") as advance:
        results = measure(sorted(set(sizes or _SIZES)), only or tuple(CONTENDERS), cache, advance, limit_minutes)
    write(results, page)
    click.echo(page.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
