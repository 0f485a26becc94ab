import re

from bot.store.ids import new_id


def test_D9_an_id_has_22_signs_and_no_command_takes_it_for_an_option() -> None:
    # Without the guard two thousand draws hold a leading hyphen but once in 10 ** 13 runs.
    drawn = {new_id() for _ in range(2000)}
    assert len(drawn) == 2000
    assert all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]{21}", id_) for id_ in drawn)
