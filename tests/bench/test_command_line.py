import pytest

from bench.__main__ import main, parser
from bench.figure import FIGURES, find


def test_every_figure_says_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == list(FIGURES)
    assert all(find(name).about in line for name, line in zip(FIGURES, listed, strict=True))


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_can_run_without_options_and_writes_its_own_file(name: str) -> None:
    assert parser().parse_args([name]).json.name == f"{name}.json"


def test_an_unknown_figure_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "invalid choice" in capsys.readouterr().err
