"""The plugin as its users see it: each test here runs pytest on a small project."""

pytest_plugins = ["pytester"]


def test_a_first_test(run):
    run("""
def test_buying(deploy, alice, bob):
    shop = deploy(Shop)
    shop.diamonds[alice] = 20
    receipt = shop.buy(3, caller=alice)
    assert shop.diamonds[alice] == 11
    assert shop.rubies[alice] == shop.sold == 3
    assert len(receipt.accesses) == 7
    with reverts("you do not have enough diamonds"):
        shop.buy(1, caller=bob)
    assert dict(shop.rubies) == {alice: 3}
""").assert_outcomes(passed=1)


def test_every_test_starts_from_its_fixtures(run):
    run("""
from hypothesis import given, strategies as st


@pytest.fixture(scope="session")
def shop(deploy, alice):
    shop = deploy(Shop)
    shop.diamonds[alice] = 20
    return shop


@pytest.fixture(scope="module")
def rich(shop, alice):
    shop.diamonds[alice] += 80


@pytest.fixture
def buyer(shop, alice):
    shop.buy(1, caller=alice)
    yield alice
    assert shop.rubies[alice] == 1, "the test is undone before its fixtures"


class TestRich:
    @pytest.mark.parametrize("n", [1, 2])
    def test_parameters(self, rich, shop, alice, n):
        shop.buy(n, caller=alice)
        assert shop.diamonds[alice] == 100 - 3 * n

    @given(n=st.integers(0, 33))
    def test_examples(self, rich, shop, alice, n):
        shop.buy(n, caller=alice)
        assert shop.diamonds[alice] == 100 - 3 * n

    def test_function_fixture(self, rich, shop, buyer):
        shop.buy(2, caller=buyer)
        assert shop.diamonds[buyer] == 91


def test_failing(rich, shop, alice):
    shop.diamonds[alice] = 0
    assert False


def test_late_session_fixture(request, rich, shop, alice):
    other = request.getfixturevalue("other")
    other.savings[alice] = 5
    assert shop.diamonds[alice] == 100


@pytest.fixture(scope="session")
def other(deploy):
    return deploy(Bank)
""").assert_outcomes(passed=5, failed=1)


def test_modules_do_not_see_each_other(run, pytester):
    pytester.makepyfile(
        conftest="""
        import pytest
        from shop import Shop

        @pytest.fixture(scope="session")
        def shop(deploy, alice):
            shop = deploy(Shop)
            shop.diamonds[alice] = 20
            return shop
        """,
        test_a="""
        import pytest

        @pytest.fixture(scope="module", autouse=True)
        def poor(shop, alice):
            shop.diamonds[alice] = 0

        def test_poor(shop, alice):
            assert shop.diamonds[alice] == 0
        """,
        test_b="""
        def test_start(shop, alice):
            assert shop.diamonds[alice] == 20
        """,
    )
    run("def test_start(shop, alice):\n    assert shop.diamonds[alice] == 20").assert_outcomes(passed=3)


def test_contracts_of_one_set_and_of_two(run):
    run("""
def test_one_set(deploy, alice):
    shop, bank = deploy(Shop, Bank)
    bank.save(amount=U32(5), caller=1)
    assert bank.savings[alice] == 5
    assert not shop.diamonds


def test_two_sets(deploy, alice):
    first, second = deploy(Bank), deploy(Bank)
    first.save(5, caller=alice)
    assert (first.savings[alice], second.savings[alice]) == (5, 0)


def test_users(users, alice, bob, carol, mike):
    assert users(5) == (alice, bob, carol, mike, User(5))


def test_one_class_twice(deploy):
    with pytest.raises(TypeError, match="Bank stands in one contract set twice"):
        deploy(Bank, Bank)
    with pytest.raises(TypeError, match="takes the contract classes"):
        deploy()


def test_snapshots(world, deploy, alice):
    bank = deploy(Bank)
    with world.anchor():
        bank.save(1, caller=alice)
    assert bank.savings[alice] == 0
    bank.save(2, caller=alice)
    before = world.snapshot()
    bank.save(3, caller=alice)
    assert bank.savings[alice] == 5
    for _ in range(2):
        world.restore(before)
        bank.save(4, caller=alice)
        assert bank.savings[alice] == 6
""").assert_outcomes(passed=5)


def test_a_failing_call_shows_the_contract_and_not_the_machinery(run):
    result = run("""
def test_it(deploy, alice):
    shop = deploy(Shop)
    shop.buy(1, caller=alice)
""")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            ">*shop.buy(1, caller=alice)",
            "test_it.py:*",
            '>*assert self.diamonds[[]self.caller] >= cost, "you do not have enough diamonds"',
            "E*CallFailed: you do not have enough diamonds",
            "shop.py:*: CallFailed",
        ],
        consecutive=False,
    )
    assert "saya_py/" not in result.stdout.str().replace("saya_py.core.errors.CallFailed", "")


def test_what_reverts_says(run):
    result = run("""
@pytest.fixture
def bank(deploy):
    return deploy(Bank)


def test_nothing_fails(bank, alice):
    with reverts("save something"):
        bank.save(1, caller=alice)


def test_another_message(bank, alice):
    with reverts("save some"):
        bank.save(0, caller=alice)


def test_no_match(bank, alice):
    with reverts(match="^more"):
        bank.save(0, caller=alice)


def test_any(bank, alice):
    with reverts() as failure:
        bank.save(0, caller=alice)
    assert failure.message == "save something"
    with reverts(match="some.*ing$"):
        bank.save(0, caller=alice)


def test_another_error(bank, alice):
    with pytest.raises(TypeError, match="cannot take the arguments"), reverts():
        bank.save(caller=alice)
""")
    result.assert_outcomes(passed=2, failed=3)
    result.stdout.fnmatch_lines(
        [
            "E*no call failed; expected one to fail with 'save something'",
            "E*the call failed with another message",
            "E*expected: 'save some'",
            "E*failed:   'save something'",
            "E*expected: a message that matches '^more'",
        ]
    )


def test_mistakes_of_a_contract_are_errors_of_its_tests(run, pytester):
    pytester.makepyfile(
        wrong="""
        from saya_py.lang import *

        class Wrong(Contract):
            total: Var[U32]

            @function
            def half(self) -> None:
                self.total = self.total / 2
        """
    )
    result = run("""
def test_it(deploy):
    from wrong import Wrong
    deploy(Wrong)
""")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*CompileFailed: *wrong.py:8:*error:*", "E*instead:*"])
