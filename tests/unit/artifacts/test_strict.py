import pytest

from saya_py.artifacts.strict import Node, parse
from saya_py.core.errors import ArtifactError


def refused(text: str, read) -> str:
    with pytest.raises(ArtifactError) as caught:
        read(parse(text, "file.json"))
    return str(caught.value)


def test_an_object_has_exactly_its_fields():
    assert parse('{"a": "x", "b": 2}', "f").fields("a", "b")["b"].number(0, 2) == 2
    assert refused('{"a": 1, "c": 2}', lambda node: node.fields("a")) == (
        "file.json has the unknown field 'c'; its fields are a"
    )
    assert refused('{"a": 1}', lambda node: node.fields("a", "b")) == "file.json lacks the field 'b'"
    assert refused("[]", lambda node: node.fields("a")) == "file.json is no JSON object"


def test_errors_name_the_place():
    def read(node: Node) -> object:
        return node.fields("list")["list"].items(lambda item: item.fields("name")["name"].name())

    assert refused('{"list": [{"name": "ok"}, {"name": "not ok"}]}', read) == (
        "file.json: list[1].name is no name: 'not ok'"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is no JSON: "),
        ('{"a": 1, "a": 1}', "has the field 'a' twice"),
        ('{"format": "other", "version": 1}', "its field \"format\" is not 'kind'"),
        ('{"format": "kind", "version": 2, "later": 1}', "has version 2 and this program reads version 1"),
        ('{"format": "kind", "version": true}', "has version True"),
        ('{"format": "kind", "version": 1, "later": 1}', "has the unknown field 'later'"),
        ("[" * 100_000, "is no JSON: it is nested more than 32 deep"),
        ('{"a":' * 33 + "1" + "}" * 33, "is no JSON: it is nested more than 32 deep"),
    ],
)
def test_files_of_another_form_are_refused(text: str, why: str):
    assert why in refused(text, lambda node: node.versioned("kind", 1))


@pytest.mark.parametrize("value", ["true", "1.0", '"1"', "-1", "3", "null", "1e0", "NaN"])
def test_numbers_are_whole_and_in_range(value: str):
    assert "is no whole number from 0 to 2" in refused(value, lambda node: node.number(0, 2))


@pytest.mark.parametrize("value", ["12", "0x12", "0xAB12", "0x 12", "0xab1", "0xab12\n", "xab12"])
def test_digits_have_one_spelling(value: str):
    assert Node("0xab12", "f").digits(4, "0x") == "0xab12"
    with pytest.raises(ArtifactError, match="0x and 4 lower-case hexadecimal digits"):
        Node(value, "f").digits(4, "0x")


@pytest.mark.parametrize("name", ["", "a.b", "1a", "a b", "ä", "a\n"])
def test_names_are_ascii_identifiers(name: str):
    with pytest.raises(ArtifactError, match="is no name"):
        Node(name, "f").name()


@pytest.mark.parametrize("name", ["", "a.", ".a", "a..b", "a.1"])
def test_dotted_names(name: str):
    assert Node("a.b_1.C", "f").dotted_name() == "a.b_1.C"
    with pytest.raises(ArtifactError, match="is no dotted name"):
        Node(name, "f").dotted_name()


def test_brackets_in_strings_are_no_nesting():
    text = '"' + "[" * 100 + '\\"{"'
    assert parse(text, "f").text() == "[" * 100 + '"{'
    assert parse("[" * 32 + "]" * 32, "f") is not None


def test_half_a_surrogate_pair_is_no_text():
    assert "surrogate" in refused('"\\ud800"', lambda node: node.text())
    assert parse('"\\ud83d\\ude00"', "f").text() == "😀"
