from eth_abi.abi import encode
from eth_utils.crypto import keccak

from saya_py.chain.evm.reverts import Revert, RevertDecoder

ABI = [
    {
        "type": "error",
        "name": "StaleInput",
        "inputs": [
            {"name": "key", "type": "bytes32"},
            {"name": "expected", "type": "bytes32"},
            {"name": "actual", "type": "bytes32"},
        ],
    },
    {
        "type": "error",
        "name": "Pair",
        "inputs": [
            {
                "name": "pairs",
                "type": "tuple[]",
                "components": [{"name": "a", "type": "uint8"}, {"name": "b", "type": "bool"}],
            }
        ],
    },
    {"type": "function", "name": "settle", "inputs": []},
]
DECODER = RevertDecoder([ABI, ABI])


def data(signature: str, types: list[str], values: list[object]) -> bytes:
    return keccak(text=signature)[:4] + encode(types, values)


def test_a_custom_error_has_its_name_and_arguments() -> None:
    words = [bytes([n]) * 32 for n in (1, 2, 3)]
    revert = DECODER.decode(data("StaleInput(bytes32,bytes32,bytes32)", ["bytes32"] * 3, list(words)))
    assert revert == Revert("StaleInput", {"key": words[0], "expected": words[1], "actual": words[2]})
    assert f"key=0x{words[0].hex()}" in str(revert)


def test_tuples_are_spelt_out_in_the_signature() -> None:
    revert = DECODER.decode(data("Pair((uint8,bool)[])", ["(uint8,bool)[]"], [[(1, True)]]))
    assert revert == Revert("Pair", {"pairs": ((1, True),)})


def test_solidity_s_own_errors_are_known() -> None:
    assert str(DECODER.decode(data("Error(string)", ["string"], ["no"]))) == "Error(message=no)"
    assert DECODER.decode(data("Panic(uint256)", ["uint256"], [0x11])).arguments == {"code": 0x11}


def test_unknown_and_empty_data_are_kept() -> None:
    for raw in (b"", b"\x01\x02", bytes(36)):
        assert DECODER.decode(raw) == Revert("unknown", {"data": raw})
