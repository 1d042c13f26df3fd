"""The code of the page about ABI and manifest does what the page says."""

import re
from pathlib import Path

from saya_py.artifacts.abi import parse_abi

PAGE = Path(__file__).parents[3] / "docs" / "abi.md"


def test_the_code_blocks_of_the_page_run():
    text = PAGE.read_text()
    (abi_json,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, object] = {"abi_json": abi_json}
    exec(code, names)  # the page's own text
    assert names["abi"] == parse_abi(abi_json)
