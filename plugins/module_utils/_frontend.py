# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front end: the only file that knows ``AnsibleModule``.

A module is an argument spec, its documentation, and one call of a function here. The call builds the client, lets it
confirm the tenant, runs the resource's function, and turns its outcome or error into what Ansible expects.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import os
import sys
import traceback
import typing as t

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ._core.counter import Counter
from ._core.errors import EthicalWallsError
from ._core.origin import OriginError, parse_origin
from ._core.outcome import Outcome
from ._core.redaction import MASK, Redactor
from ._legora.regions import REGIONS

# What talks to a system is imported where its client is built: a module needs one system's, some need none, and each
# task pays for what it imports.
if t.TYPE_CHECKING:
    from ._core.probe import Probe
    from ._core.transport import Context, Settings
    from ._imanage.client import ImanageClient
    from ._legora.client import LegoraClient

LIBRARIES = ("requests", "jmespath")

# Characters below which a value is too short to be masked wherever it occurs.
_SHORTEST_MASKED = 8

Ensure = t.Callable[[t.Any, t.Any, bool], Outcome]

COMMON_OPTIONS: dict[str, t.Any] = {
    "firm": {"type": "str"},
    "ca_path": {"type": "path"},
    "validate_certs": {"type": "bool", "default": True},
    "timeout": {"type": "int", "default": 30},
    "ends_at": {"type": "float"},
}

IMANAGE_OPTIONS: dict[str, t.Any] = {
    **COMMON_OPTIONS,
    "url": {"type": "str", "required": True},
    "expected_customer_id": {"type": "str"},
    "username": {"type": "str", "required": True},
    "password": {"type": "str", "required": True, "no_log": True},
    "client_id": {"type": "str", "required": True},
    "client_secret": {"type": "str", "no_log": True},
    "session": {"type": "path"},
    "username_form": {"type": "str", "choices": ["auto", "email", "id"], "default": "auto"},
    "api_prefix": {"type": "str"},
}

LEGORA_OPTIONS: dict[str, t.Any] = {
    **COMMON_OPTIONS,
    "region": {"type": "str", "choices": sorted(REGIONS), "required": True},
    "api_url": {"type": "str"},
    "organisation": {"type": "str", "required": True},
    "api_key": {"type": "str", "required": True, "no_log": True},
    "profile": {"type": "dict"},
}

CONNECTOR_OPTIONS: dict[str, t.Any] = {
    **LEGORA_OPTIONS,
    "connector_id": {"type": "str"},
}


@dataclasses.dataclass(frozen=True)
class Job:
    """What a module does.

    :ivar returns: the name under which the resource is returned.
    :ivar wanted: a dataclass, filled from the module's options of the same names.
    :ivar ensure: called with the client, the wanted state, and whether only to plan.
    :ivar confirms_tenant: whether ``ensure`` lets the client confirm the tenant by itself, when it is time to.
    """

    returns: str
    wanted: t.Any
    ensure: Ensure
    confirms_tenant: bool = False


def run_imanage(argument_spec: dict[str, t.Any], job: Job, **module_options: t.Any) -> None:
    """Run a module that works on iManage Work."""
    module = _module({**IMANAGE_OPTIONS, **argument_spec}, **module_options)
    _run(module, job, _wanted(job.wanted, module.params), _imanage_client)


def run_legora(argument_spec: dict[str, t.Any], job: Job, **module_options: t.Any) -> None:
    """Run a module that works on Legora; the spec brings C(LEGORA_OPTIONS) or C(CONNECTOR_OPTIONS) along."""
    module = _module({**LEGORA_OPTIONS, **argument_spec}, **module_options)
    _run(module, job, _wanted(job.wanted, module.params), _legora_client)


def run_local(argument_spec: dict[str, t.Any], job: Job, **module_options: t.Any) -> None:
    """Run a module that needs no network, and that only looks at the secrets it is given."""
    module = _module(argument_spec, **module_options)
    wanted = _wanted(job.wanted, module.params)
    _forget_secrets(module)
    _run(module, job, wanted, lambda module, redactor: _NoClient())


def run_unlogged(argument_spec: dict[str, t.Any], job: Job, **module_options: t.Any) -> None:
    """Run a module that needs no network, and whose C(no_log) options are no secrets, but too long for any output.

    Ansible would mask each of their words wherever it turns up, the firm's name for instance.
    """
    module = _module(argument_spec, **module_options)
    wanted = _wanted(job.wanted, module.params)
    _forget_secrets(module)
    module.no_log_values = set()
    _run(module, job, wanted, lambda module, redactor: _NoClient())


def run_probe(argument_spec: dict[str, t.Any], job: Job, **module_options: t.Any) -> None:
    """Run a module that looks at iManage's address from outside, without credentials."""
    module = _module(argument_spec, **module_options)
    _run(module, job, _wanted(job.wanted, module.params), _probe)


def _module(argument_spec: dict[str, t.Any], **module_options: t.Any) -> AnsibleModule:
    return AnsibleModule(argument_spec=argument_spec, supports_check_mode=True, **module_options)


def _forget_secrets(module: AnsibleModule) -> None:
    """Take the secrets out of the arguments that Ansible echoes, and stop masking those that are short.

    Ansible masks by value, so a password such as "api" would blank that word in the very message that refuses it.
    """
    module.params = _hidden(module.params, module.argument_spec)
    module.no_log_values = {value for value in module.no_log_values if len(value) >= _SHORTEST_MASKED}


def _hidden(params: dict[str, t.Any], spec: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return a copy of the arguments with each secret replaced."""
    hidden = dict(params)
    for name, option in spec.items():
        if isinstance(params.get(name), dict) and "options" in option:
            hidden[name] = _hidden(params[name], option["options"])
        elif option.get("no_log") and params.get(name) is not None:
            hidden[name] = MASK
    return hidden


class _NoClient:
    """Stands in where there is nothing to talk to."""

    counter = Counter()

    def confirm_tenant(self) -> list[str]:
        return []

    def close(self) -> None:
        pass


def _require_libraries(module: AnsibleModule) -> None:
    for name in LIBRARIES:
        if importlib.util.find_spec(name) is None:
            module.fail_json(
                msg=missing_required_lib(name),
                failure=EthicalWallsError(
                    f"the Python library {name} is missing",
                    kind="unsupported",
                    system="this machine",
                    firm=module.params.get("firm"),
                    hint=f"Install {name} for {sys.executable}.",
                ).failure(),
            )


def _imanage_client(module: AnsibleModule, redactor: Redactor) -> ImanageClient:
    from ._core.transport import Context, Transport
    from ._imanage.client import ImanageClient
    from ._imanage.connection import Connection, Credentials

    params = module.params
    context = Context("iManage", params["firm"])
    return ImanageClient(
        Connection(
            Transport(
                _origin(params["url"], context, "url"), context, redactor, _settings(params), learn=_learn(module)
            ),
            Credentials(
                username=params["username"],
                password=params["password"],
                client_id=params["client_id"],
                client_secret=params["client_secret"],
            ),
            session_path=params["session"],
        ),
        expected_customer_id=params["expected_customer_id"],
        username_form=params["username_form"],
        api_prefix=params["api_prefix"],
    )


def _probe(module: AnsibleModule, redactor: Redactor) -> Probe:
    from ._core.probe import Probe
    from ._core.transport import Context

    params = module.params
    context = Context("iManage", params["firm"])
    return Probe(
        _origin(params["url"], context, "url"),
        system=context.system,
        firm=context.firm,
        ca_path=params["ca_path"],
        seconds=params["timeout"],
    )


def _legora_client(module: AnsibleModule, redactor: Redactor) -> LegoraClient:
    from ._core.transport import Context, Transport
    from ._legora.client import LegoraClient

    params = module.params
    context = Context("Legora", params["firm"])
    url = params["api_url"] or REGIONS[params["region"]].api_url
    return LegoraClient(
        Transport(_origin(url, context, "api_url", allow_path=True), context, redactor, _settings(params)),
        organisation=params["organisation"],
        api_key=params["api_key"],
        region=params["region"],
        profile=params["profile"],
        connector_id=params.get("connector_id"),
    )


def _origin(url: str, context: Context, option: str, allow_path: bool = False) -> t.Any:
    try:
        return parse_origin(url, allow_path=allow_path)
    except OriginError as error:
        raise EthicalWallsError(
            f"{option} is unusable: {error}",
            kind="validation",
            system=context.system,
            firm=context.firm,
            operation="check its address",
            hint=f"Give {option} as https://HOST, as the firm's administrator knows it.",
        ) from None


def _settings(params: dict[str, t.Any]) -> Settings:
    from ._core.transport import Settings

    return Settings(
        timeout=float(params["timeout"]),
        ends_at=params["ends_at"],
        ca_path=params["ca_path"],
        validate_certs=params["validate_certs"],
    )


def _learn(module: AnsibleModule) -> t.Callable[[str], None]:
    """Return how a secret that appears during the run (a token) is kept out of the module's output."""
    learn: t.Callable[[str], None] = module.no_log_values.add
    return learn


def _run(
    module: AnsibleModule, job: Job, wanted: t.Any, make_client: t.Callable[[AnsibleModule, Redactor], t.Any]
) -> None:
    """Run the job; whatever happens becomes one JSON answer, and never a traceback."""
    _require_libraries(module)
    redactor = Redactor(module.no_log_values)
    client: t.Any = None
    try:
        client = make_client(module, redactor)
        try:
            warnings = [] if job.confirms_tenant else client.confirm_tenant()
            outcome = job.ensure(client, wanted, module.check_mode)
        finally:
            client.close()
        answer = _answer(module, job, outcome)
        answer["requests"] = client.counter.as_dict()
        for warning in warnings + outcome.warnings:
            module.warn(redactor.text(warning))
    except EthicalWallsError as error:
        _fail(module, redactor, error, client)
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user)
        _fail(module, redactor, _unforeseen(error, module.params.get("firm")), client)
    else:
        module.exit_json(**redactor.data(answer))


def _wanted(kind: t.Any, params: dict[str, t.Any]) -> t.Any:
    return kind(**{field.name: params[field.name] for field in dataclasses.fields(kind) if field.name in params})


def _answer(module: AnsibleModule, job: Job, outcome: Outcome) -> dict[str, t.Any]:
    answer: dict[str, t.Any] = {
        "changed": outcome.changed,
        "plan": outcome.plan,
        job.returns: outcome.resource,
        **outcome.extra,
    }
    if outcome.converged is not None:
        answer["converged"] = outcome.converged
    # Ansible's own option of that name: whether the user asked for --diff.
    if module._diff and (outcome.before or outcome.after):
        answer["diff"] = {"before": outcome.before, "after": outcome.after}
    return answer


def _fail(module: AnsibleModule, redactor: Redactor, error: EthicalWallsError, client: t.Any) -> None:
    answer = {"msg": error.sentence(), "failure": error.failure(), "plan": error.done, "changed": bool(error.done)}
    if client is not None:
        answer["requests"] = client.counter.as_dict()
    module.fail_json(**redactor.data(answer))


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
        hint="Please report this as a bug, with this message and the version of the collection.",
    )
