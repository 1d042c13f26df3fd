"""How error messages name what a contract has."""

import difflib
import re
from collections.abc import Iterable

from saya_py.lang import ContractSchema, FunctionSchema, StateVar


def variable_text(var: StateVar) -> str:
    """A state variable as its contract declares it: `balance: Map[User, U32]`."""
    if not var.keys:
        return f"{var.name}: Var[{var.value.name}]"
    types = [*(key.name for key in var.keys), var.value.name]
    return f"{var.name}: Map[{', '.join(types)}]"


def function_text(function: FunctionSchema) -> str:
    """A function with its parameters: `transfer(to: User, amount: U32)`."""
    params = ", ".join(f"{param.name}: {param.type.name}" for param in function.params)
    return f"{function.name}({params})"


def handle_name(contract: str) -> str:
    """What a variable for a deployed contract is called: `gem_shop` for `GemShop`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", contract).lower()


def unknown_member(schema: ContractSchema, name: str) -> str:
    """The text of an error about a name that a deployed contract does not have: it lists those that it has."""
    names = [var.name for var in schema.state] + [function.name for function in schema.functions]
    lines = [f"{schema.name} has no state variable or function {name!r}{_guess(name, names)}"]
    lines += _listed("state", map(variable_text, schema.state))
    lines += _listed("functions", map(function_text, schema.functions))
    return "\n".join(lines)


def _guess(name: str, names: list[str]) -> str:
    close = difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _listed(title: str, texts: Iterable[str]) -> list[str]:
    shown = list(texts)
    return [f"  {title}: {', '.join(shown) or 'none'}"]
