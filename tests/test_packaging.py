"""The locks and the wheel: exact pins, licences that allow any use, names that are ours, nothing left out."""

from __future__ import annotations

import importlib.metadata as metadata
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES = PROJECT["tool"]["setuptools"]["packages"]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")
COPYLEFT = re.compile(r"\bA?GPL|(?<!Lesser )\bGeneral Public License|GNU Affero", re.IGNORECASE)


def pins(lock: str) -> list[str]:
    return [line.partition(" ;")[0] for line in (ROOT / lock).read_text().splitlines() if not line.startswith("#")]


def licence_of(name: str) -> str:
    """The licence as the package declares it: expression, else classifiers, else the first line of the text."""
    about = metadata.metadata(name)
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    declared = about.get("License-Expression") or " AND ".join(classifiers) or about.get("License") or ""
    return declared.splitlines()[0] if declared else ""


def allows_any_use(licence: str) -> bool:
    """Whether one of the licences offered is not the GPL or the AGPL ("MPL-1.1 OR GPL-2.0" leaves the choice)."""
    return bool(licence) and any(not COPYLEFT.search(choice) for choice in re.split(r"\bOR\b", licence))


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("LGPL-3.0-or-later", True),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", True),
        ("GPL-3.0-or-later", False),
        ("MIT AND AGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU General Public License v2 (GPLv2)", False),
        ("", False),
    ],
)
def test_licences_are_told_apart(licence: str, allowed: bool) -> None:
    assert allows_any_use(licence) is allowed


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_that_is_installed_allows_any_use(lock: str) -> None:
    names = [pin.partition("==")[0] for pin in pins(lock)]
    installed = {d.name.lower().replace("_", "-") for d in metadata.distributions()}
    refused = {n: licence_of(n) for n in names if n in installed and not allows_any_use(licence_of(n))}
    assert refused == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_one_exact_release_each_and_no_cuda(lock: str) -> None:
    for pin in pins(lock):
        assert re.fullmatch(r"[a-z0-9.-]+==[^\s=]+", pin), pin
        assert not re.match(r"nvidia|triton|cuda", pin), pin


def test_benchmark_baseline_is_not_part_of_the_product() -> None:
    product = {pin.partition("==")[0] for pin in pins("requirements.lock")}
    assert product.isdisjoint({"langchain", "langchain-chroma", "langchain-huggingface", "pytest", "playwright"})


def test_no_dependency_takes_our_names() -> None:
    """An installed package called "prompts" or "service" would be imported instead of ours, or beside it."""
    ours = {name.partition(".")[0] for name in PACKAGES} | {"evaluation", "tests", "bench"}
    takers = {
        name: others
        for name, distributions in metadata.packages_distributions().items()
        if name in ours and (others := set(distributions) - {"rostrum"})
    }
    assert takers == {}


def test_every_package_on_disk_is_named_for_the_wheel() -> None:
    tops = {name.partition(".")[0] for name in PACKAGES}
    found = {".".join(p.parent.relative_to(ROOT).parts) for top in tops for p in (ROOT / top).rglob("__init__.py")}
    assert found == set(PACKAGES)


def test_every_data_file_of_a_package_goes_into_the_wheel() -> None:
    globs = PROJECT["tool"]["setuptools"]["package-data"]
    for name in PACKAGES:
        folder = ROOT / name.replace(".", "/")
        data = {p for p in folder.iterdir() if p.is_file() and p.suffix not in {".py", ".pyc"}}
        packed = {p for pattern in globs.get(name, []) for p in folder.glob(pattern)}
        assert data - packed == set(), f"not in [tool.setuptools.package-data]: {data - packed}"
