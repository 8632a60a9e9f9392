"""Examples in the primers and the README run, and print what the page says they print.

A block ```python is a whole program; a block ```text right below it is its output. An example for
newer Pythons says so: ```python >=3.13
"""

import contextlib
import gc
import io
import random
import re
import sys
import types
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.requirements import allows
from grader.testing import virtual_time

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("exercises/ch*/README.md"))]

EXAMPLE = re.compile(
    r"^```python[ ]?(?P<needs>[^\n]*)\n(?P<code>.*?)^```\n"
    r"(?:\s*^```text\n(?P<output>.*?)^```\n)?",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    page: Path
    line: int  # of the fence
    code: str
    output: str | None
    needs: str = ""

    def __str__(self):
        return f"{self.page.parent.name}:{self.line}"


def examples(page, text):
    return [
        Example(
            page=page,
            line=text.count("\n", 0, found.start()) + 1,
            code=found["code"],
            output=found["output"],
            needs=found["needs"].strip(),
        )
        for found in EXAMPLE.finditer(text)
    ]


def run(example):
    """Run it as a program on a virtual clock; return what it printed."""
    module = types.ModuleType("__main__")
    printed = io.StringIO()
    code = compile("\n" * example.line + example.code, str(example.page), "exec", dont_inherit=True)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some show what one is warned of
        patch.setitem(sys.modules, "__main__", module)
        random.seed(1)
        with contextlib.redirect_stdout(printed), virtual_time():
            exec(code, module.__dict__)
            module.__dict__.clear()
            gc.collect()  # here, where the warnings of what it left behind go unheard
    return printed.getvalue()


ALL = [each for page in PAGES for each in examples(page, page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("example", ALL, ids=str)
def test_an_example_prints_what_the_page_says(example):
    if not allows(example.needs, sys.version_info[:3]):
        pytest.skip(f"needs Python {example.needs}")

    printed = run(example)

    assert example.output in (None, printed)


PAGE = """\
Some text.

```python
import asyncio
asyncio.run(asyncio.sleep(3600))
print("an hour later")
```

```text
an hour later
```

```python >=3.13
print(1)
```
and

```text
something else
```
"""


def test_examples_are_found_with_their_output():
    first, second = examples(Path("README.md"), PAGE)

    assert (first.line, first.output, first.needs) == (3, "an hour later\n", "")
    assert (second.line, second.output, second.needs) == (13, None, ">=3.13")


def test_an_example_runs_on_a_virtual_clock():
    first, _ = examples(Path("README.md"), PAGE)

    assert run(first) == first.output


def test_every_primer_has_an_example():
    pages = {each.page for each in ALL}

    assert [page.parent.name for page in PAGES[1:] if page not in pages] == []
