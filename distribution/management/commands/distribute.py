import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from distribution.engine import by_rank
from distribution.engine.model import canonical, plan_to_json, problem_from_json


class Command(BaseCommand):
    help = "Computes the plan of a problem: manage.py distribute problem.json > plan.json"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("problem", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            problem = problem_from_json(json.loads(options["problem"].read_text()))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{options['problem']} is not a problem: {error!r}") from error
        self.stdout.write(canonical(plan_to_json(by_rank.solve(problem))))
