"""A search put together from the libraries alone: python -m benchmarks.bench.plain_search FOLDER QUERY"""
from pathlib import Path

import click
from opencc import OpenCC

from benchmarks.bench.contenders.whoosh_jieba import contender
from benchmarks.bench.queries import Query


@click.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.argument("words")
def main(folder: Path, words: str) -> None:
    """Print the items in FOLDER that hold WORDS."""
    simplified = OpenCC("t2s").convert(words)
    for hit in contender("").open(folder).search(Query("common", [simplified], [])):
        click.echo(f"{hit.id} {hit.text}")


if __name__ == "__main__":
    main()
