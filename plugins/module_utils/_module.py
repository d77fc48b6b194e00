# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module of this collection is, and how one call of it runs, whichever front end it came through.

A front end checks the options against the module's specification, hands them to :func:`perform` as a :class:`Call`, and
shows the :class:`Answer`. There are two: ``_frontend`` for Ansible's modules, and ``plugin_utils/_in_process``, which
saves a Python process for each task.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import os
import re
import sys
import traceback
import typing as t
from importlib import import_module

from ._clients import (
    IMANAGE_NEEDS,
    IMANAGE_OPTIONS,
    LEGORA_NEEDS,
    LEGORA_OPTIONS,
    METHOD_NEEDS,
    Learn,
    NoClient,
    Options,
    imanage_client,
    legora_client,
    no_client,
    probe_client,
)
from ._core.errors import ISSUES, EthicalWallsError, time_is_over
from ._core.outcome import Outcome
from ._core.redaction import MASK, Redactor
from ._core.values import Check, is_blank
from ._firm.schema import variable_of

# What is needed, and the oldest release that is supported, as meta/ee-requirements.txt has it.
LIBRARIES = {"requests": (2, 31), "jmespath": (1, 0)}

# Characters below which a value is too short to be masked wherever it occurs.
_SHORTEST_MASKED = 8

Ensure = t.Callable[[t.Any, t.Any, bool], Outcome]


@dataclasses.dataclass(frozen=True)
class Job:
    """What a module does.

    :ivar returns: the name under which the resource is returned.
    :ivar wanted: a dataclass, filled from the module's options of the same names. What each is, its documentation says.
    :ivar ensure: called with the client, the wanted state, and whether only to plan.
    :ivar checks: what reads the options of these names, where Ansible's own check does not know enough of them.
    :ivar confirms_tenant: whether ``ensure`` lets the client confirm the tenant by itself, when it is time to.
    """

    returns: str
    wanted: t.Any
    ensure: Ensure
    checks: t.Mapping[str, Check] = dataclasses.field(default_factory=dict)
    confirms_tenant: bool = False


@dataclasses.dataclass
class Call:
    """What a module was called with.

    :ivar options: checked against the specification, with its defaults.
    :ivar shown: the options as they may be echoed, where the front end masks C(secrets) in them.
    :ivar secrets: what is masked in whatever is shown. A secret that appears during the run, a token, is added.
    :ivar diff: whether the user wants to see what was there before and is there after.
    :ivar filled: the names of the options that the firm's variables have filled in: they were checked as such.
    :ivar time_limit: what the front end raises when the task's time is over.
    """

    options: dict[str, t.Any]
    shown: dict[str, t.Any]
    secrets: set[str]
    check_mode: bool = False
    diff: bool = False
    filled: t.Collection[str] = ()
    time_limit: tuple[type[BaseException], ...] = ()


@dataclasses.dataclass(frozen=True)
class Answer:
    """How a call ended.

    :ivar data: what the module returns, free of secrets; with C(msg) and C(failure) when it failed.
    :ivar private: what only the front end may see, as C(Outcome) has it.
    """

    data: dict[str, t.Any]
    failed: bool = False
    warnings: t.Sequence[str] = ()
    private: dict[str, t.Any] = dataclasses.field(default_factory=dict)


MakeClient = t.Callable[[Options, Redactor, Learn], t.Any]
Masking = t.Literal["secrets", "long_secrets", "nothing"]


@dataclasses.dataclass(frozen=True)
class Module:
    """A module, as every front end needs to know it.

    :ivar rules: what Ansible checks beside single options: C(required_if), C(mutually_exclusive).
    :ivar system: C(imanage) or C(legora), whose address and credentials it needs; C(None) for neither.
    :ivar needs: the options without which it can't work, filled in or not.
    :ivar masking: what of the C(no_log) options is masked by its value, wherever it turns up in the answer.
        Unless it is C(secrets), those options themselves, and all suboptions, are hidden where the call is echoed.
    """

    argument_spec: dict[str, t.Any]
    job: Job
    make_client: MakeClient
    rules: dict[str, t.Any]
    masking: Masking = "secrets"
    system: t.Literal["imanage", "legora"] | None = None
    needs: tuple[str, ...] = ()

    def call(self, options: dict[str, t.Any], secrets: set[str], *, check_mode: bool, diff: bool) -> Call:
        """Return a call with these options.

        :param options: as checked against the specification.
        :param secrets: the values of all C(no_log) options.
        """
        if self.masking != "secrets":
            secrets = {value for value in secrets if len(value) >= _SHORTEST_MASKED and self.masking == "long_secrets"}
        return Call(options, self.shown(options), secrets, check_mode, diff)

    def shown(self, options: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the options as they may be echoed, those that Ansible refuses too."""
        if self.masking != "secrets":
            options = _hidden(options, self.argument_spec)
        return {name: _echo(value) if name in self.argument_spec else MASK for name, value in options.items()}


def imanage_module(argument_spec: dict[str, t.Any], job: Job, needs: tuple[str, ...] = (), **rules: t.Any) -> Module:
    """Return a module that works on iManage Work.

    :param needs: what it can't work without, beside an address and an operator.
    """
    spec = {**IMANAGE_OPTIONS, **argument_spec}
    return Module(spec, job, imanage_client, rules, system="imanage", needs=(*IMANAGE_NEEDS, *needs))


def legora_module(argument_spec: dict[str, t.Any], job: Job, needs: tuple[str, ...] = (), **rules: t.Any) -> Module:
    """Return a module that works on Legora; a spec for one connector brings C(CONNECTOR_OPTIONS) along.

    :param needs: what it can't work without, beside the organisation and what the method needs.
    """
    spec = {**LEGORA_OPTIONS, **argument_spec}
    return Module(spec, job, legora_client, rules, system="legora", needs=(*LEGORA_NEEDS, *needs))


def probe_module(argument_spec: dict[str, t.Any], job: Job, **rules: t.Any) -> Module:
    """Return a module that looks at iManage's address from outside, without credentials."""
    return Module(argument_spec, job, probe_client, rules, system="imanage", needs=("url",))


def local_module(argument_spec: dict[str, t.Any], job: Job, **rules: t.Any) -> Module:
    """Return a module that needs no network, and that only looks at the secrets it is given.

    Ansible masks by value, so a password such as "api" would blank that word in the very message that refuses it.
    """
    return Module(argument_spec, job, no_client, rules, masking="long_secrets")


def long_module(argument_spec: dict[str, t.Any], job: Job, needs: tuple[str, ...] = (), **rules: t.Any) -> Module:
    """Return a module that needs no network, and whose C(no_log) options are no secrets, but too long for any output.

    Ansible would mask each of their words wherever it turns up, the firm's name for instance.
    """
    return Module(argument_spec, job, no_client, rules, masking="nothing", needs=needs)


def record_module(argument_spec: dict[str, t.Any], job: Job, **rules: t.Any) -> Module:
    """Return a module that looks at what its run has found; a run record holds no secret."""
    return long_module({"record": {"type": "dict", "no_log": True}, **argument_spec}, job, ("record",), **rules)


def perform(module: Module, call: Call) -> Answer:
    """Run a call; whatever happens becomes an answer, and never a traceback."""
    redactor = Redactor(call.secrets)
    firm = call.options.get("firm")
    # Whatever fails before there is a client has sent nothing.
    client: t.Any = NoClient()
    private: dict[str, t.Any] = {}
    try:
        _require_libraries(firm)
        _require_options(module, call.options, firm)
        options = _checked_options(module, call, firm)
        client = module.make_client(options, redactor, call.secrets.add)
        try:
            warnings = [] if module.job.confirms_tenant else client.confirm_tenant()
            # By hand, a person writes: then each run is a dry run.
            by_hand = module.system == "legora" and client.by_hand
            outcome = module.job.ensure(client, _wanted(module.job.wanted, options), call.check_mode or by_hand)
        finally:
            client.close()
        handed_over = _hand_over(outcome) if by_hand else []
        data = _success(module.job, outcome, call.diff)
        if module.system == "legora":
            data["hand_over"] = handed_over
        private = outcome.private
        warnings = [redactor.text(warning) for warning in warnings + outcome.warnings]
        failed = outcome.converged is False or outcome.stopped is not None
        if outcome.stopped is not None:
            data.update(msg=outcome.stopped[0], failure=outcome.stopped[1])
        elif failed:
            data.update(_explained(not_converged(client, outcome)))
    except EthicalWallsError as error:
        error.firm = error.firm or firm
        data, warnings, failed = failed_data(error), [], True
    except call.time_limit:
        data, warnings, failed = failed_data(time_is_over(firm, is_known=client.counter["write"] == 0)), [], True
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user)
        data, warnings, failed = failed_data(_unforeseen(error, firm)), [], True
    data["requests"] = client.counter
    return Answer(redactor.data(data), failed, warnings, private)


def secret_values(options: dict[str, t.Any], argument_spec: dict[str, t.Any]) -> set[str]:
    """Return all texts in the C(no_log) options, those of suboptions too."""
    found: set[str] = set()
    for name, option in argument_spec.items():
        value = options.get(name)
        if option.get("no_log"):
            found.update(_texts(value))
        elif isinstance(value, dict) and "options" in option:
            found |= secret_values(value, option["options"])
    return found


def _texts(value: t.Any) -> t.Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif value and not isinstance(value, bool):
        yield str(value)


def _hidden(params: dict[str, t.Any], spec: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return a copy of the arguments with each secret replaced.

    Of suboptions only the names are left: a secret may stand where none belongs, and then nobody knows that it is one.
    """
    hidden = dict(params)
    for name, option in spec.items():
        value = params.get(name)
        if isinstance(value, dict) and "options" in option:
            hidden[name] = dict.fromkeys(value, MASK)
        elif value is not None and (option.get("no_log") or "options" in option):
            hidden[name] = MASK
    return hidden


def _echo(value: t.Any) -> t.Any:
    """Return a value as it may be echoed: an address with more than a path may have a password in it, or a key."""
    return MASK if isinstance(value, str) and "://" in value and any(mark in value for mark in "@?#") else value


def _require_libraries(firm: str | None) -> None:
    for name, oldest in LIBRARIES.items():
        if importlib.util.find_spec(name) is None:
            reason = f"the Python library {name} is missing"
        elif _release_of(name) < oldest:
            reason = f"the Python library {name} is too old"
        else:
            continue
        raise EthicalWallsError(
            reason,
            kind="unsupported",
            system="this machine",
            firm=firm,
            operation="start",
            hint=f"Install {name} {oldest[0]}.{oldest[1]} or newer for {sys.executable}.",
        )


def _release_of(library: str) -> tuple[int, ...]:
    """Return the first two numbers of the release that is installed."""
    said: str = import_module(library).__version__
    return tuple(int(number) for number in re.findall("[0-9]+", said)[:2])


def _require_options(module: Module, options: dict[str, t.Any], firm: str | None) -> None:
    """Refuse a call that lacks what the task left out and no variable of the firm says."""
    by_method = METHOD_NEEDS.get(options.get("method"), ()) if module.system == "legora" else ()
    missing = [name for name in (*module.needs, *by_method) if is_blank(options.get(name))]
    if missing:
        variables = [variable_of(module.system, name) for name in missing]
        named = [f"{name} ({variable})" if variable else name for name, variable in zip(missing, variables)]
        raise EthicalWallsError(
            f"{', '.join(named)} {'is' if len(missing) == 1 else 'are'} missing",
            kind="validation",
            system="the configuration",
            firm=firm,
            operation="start",
            hint="Give it in the task, or set the firm's variable that is named here. A task that names the system or "
            "the account itself, or that runs elsewhere than on this machine, has to give all that belongs together.",
        )


def _checked_options(module: Module, call: Call, firm: str | None) -> Options:
    """Return the options of a call, of which those that stand in the task are checked as the firm's variables are."""
    options = dict(call.options)
    for name, check in module.job.checks.items():
        if name in call.filled or options.get(name) is None:
            continue
        try:
            options[name] = check(options[name])
        except ValueError as error:
            raise EthicalWallsError(
                f"the option {name} {error}",
                kind="validation",
                system="Legora" if module.system == "legora" else "iManage",
                firm=firm,
                operation="start",
                hint=f"Correct the option {name} in the task.",
            ) from None
    return options


def _wanted(kind: t.Any, params: dict[str, t.Any]) -> t.Any:
    return kind(**{field.name: params[field.name] for field in dataclasses.fields(kind) if field.name in params})


def _hand_over(outcome: Outcome) -> list[str]:
    """Take out of an outcome what was planned, and return it: that is not done here."""
    planned = outcome.plan
    outcome.changed, outcome.plan, outcome.before, outcome.after = False, [], {}, {}
    return planned


def _success(job: Job, outcome: Outcome, diff: bool) -> dict[str, t.Any]:
    data: dict[str, t.Any] = {
        "changed": outcome.changed,
        "plan": outcome.plan,
        job.returns: outcome.resource,
        **outcome.extra,
    }
    if outcome.converged is not None:
        data["converged"] = outcome.converged
    if diff and (outcome.before or outcome.after):
        data["diff"] = {"before": outcome.before, "after": outcome.after}
    return data


def failed_data(error: EthicalWallsError) -> dict[str, t.Any]:
    """Return what a module returns of a failure."""
    return {**_explained(error), "plan": error.done, "changed": bool(error.done)}


def _explained(error: EthicalWallsError) -> dict[str, t.Any]:
    return {"msg": error.sentence(), "failure": error.failure()}


def not_converged(client: t.Any, outcome: Outcome) -> EthicalWallsError:
    """Return the failure of a step that was answered as done, and of which reading back shows nothing."""
    error: EthicalWallsError = client.error(
        f"it was answered as done, but reading back shows that this is still to do: {'; '.join(outcome.left)}",
        "not_converged",
        operation="find again what was written",
        hint="Look whether it is there in the system itself. If it is not, this server takes the call and does "
        "nothing, or somebody undid it; if it is, the server tells it differently from what this collection knows.",
    )
    return error


def _unforeseen(error: Exception, firm: str | None) -> EthicalWallsError:
    """Name the class and the place of an exception that nobody foresaw, without any value it may carry."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "an unknown place"
    return EthicalWallsError(
        f"unforeseen {type(error).__name__} in {place}",
        kind="unexpected",
        system="legalops.ethical_walls",
        firm=firm,
        operation="finish the task",
        hint=f"Report it at {ISSUES}, with this message, and what 'ansible --version' and "
        "'ansible-galaxy collection list legalops.ethical_walls' say.",
    )
