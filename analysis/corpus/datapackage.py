"""datapackage.json of a country's tables, in the Frictionless standard, from the frame definitions.

`python -m analysis.corpus.datapackage [COUNTRY …]` writes it; the shipped one is kept fresh by a test.
Source: Data Package standard, version 1, datapackage.org.
"""

import json
import sys
from pathlib import Path
from typing import Any

from analysis import __version__
from analysis.corpus.schema import SCHEMAS, Column
from analysis.lexicon.files import write_whole
from analysis.lexicon.places import corpus_folder

_TYPES = {"str": "string", "Int64": "integer", "boolean": "boolean", "datetime64[ns]": "date"}
_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


def describe_package(folder: Path) -> str:
    """The package of the tables that a country's folder has, as JSON."""
    tables = {path.stem: [path] for path in sorted(folder.glob("*.csv")) if path.stem in SCHEMAS}
    tables |= {of.name: sorted(of.glob("*.csv")) for of in sorted(folder.glob("derived/*")) if of.is_dir()}
    package = {
        "profile": "tabular-data-package",
        "name": f"resolutions-on-{folder.name}",
        "title": f"Resolutions of the European Parliament on {folder.name.title()}: coded facts",
        "version": __version__,
        "licenses": [_LICENCE],
        "resources": [_describe_table(name, paths, folder) for name, paths in tables.items()],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def write_package(country: str) -> Path:
    """Write `datapackage.json` into a country's folder."""
    folder = corpus_folder() / country
    path = folder / "datapackage.json"
    write_whole(path, describe_package(folder).encode())
    return path


def _describe_table(name: str, paths: list[Path], folder: Path) -> dict[str, Any]:
    schema = SCHEMAS[name]
    key = schema.key
    described: dict[str, Any] = {
        "fields": [_describe_column(name, column) for name, column in schema.columns.items()],
        "missingValues": [""],
    }
    if key and not any(schema.columns[column].nullable for column in key):
        described["primaryKey"] = key
    keys = [
        {"fields": [column], "reference": {"resource": target[0], "fields": [target[1]]}}
        for column, of in schema.columns.items()
        if (target := (of.refers_to or "").split("."))[0]
    ]
    if keys:
        described["foreignKeys"] = keys
    files = [path.relative_to(folder).as_posix() for path in paths]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": files[0] if len(files) == 1 else files,
        "description": schema.description,
        "format": "csv",
        "encoding": "utf-8",
        "dialect": {"commentChar": "#"},
        "schema": described,
    }


def _describe_column(name: str, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    stated = {
        "enum": column.codes,
        "pattern": column.pattern,
        "minimum": column.least,
        "maximum": column.most,
    }
    constraints |= {name: value for name, value in stated.items() if value is not None}
    unit = f" Unit: {column.unit}." if column.unit else ""
    described: dict[str, Any] = {
        "name": name,
        "type": _TYPES[column.dtype],
        "description": f"{column.description}{unit}",
    }
    if described["type"] == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    return described | ({"constraints": constraints} if constraints else {})


if __name__ == "__main__":
    for country in sys.argv[1:] or ["kazakhstan"]:
        print(write_package(country))
