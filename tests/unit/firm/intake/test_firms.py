# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file of firms in CSV: read as spreadsheets write it, every mistake at once, no value repeated."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import (
    WantedFirm,
    check_firm,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.intake.firms import (
    Intake,
    read_firms,
    report,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.intake.parts import REQUIRED
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import SCHEMA, SECRETS

CANARY = "Canary7secret"

FIRM = {
    "host": "alder",
    "firm_name": "Alder & Finch LLP",
    "legora_region": "eu",
    "legora_organisation": "Alder & Finch LLP",
    "imanage_url": "https://imanage.alder.example",
    "imanage_customer_id": "4711",
    "imanage_libraries": "ACTIVE; CLOSED=LEGORA_CLOSED",
    "imanage_username": "admin@alder.example",
    "imanage_client_id": "legalops-onboarding",
    "service_account_email": "svc-legora@alder.example",
}


def another(number: int, **changes: str) -> dict[str, str]:
    """Return a firm that shares nothing with the first one."""
    own = {
        "host": f"firm{number}",
        "legora_organisation": f"Firm {number}",
        "imanage_url": f"https://f{number}.example",
        "imanage_customer_id": f"{4711 + number}",
    }
    return {**FIRM, **own, **changes}


def written(*firms: dict[str, str], separator: str = ",", end: str = "\r\n") -> str:
    columns = list(dict.fromkeys(name for firm in firms for name in firm))
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL  # Python's writer forgets the other line breaks
    writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerows([columns, *([firm.get(name, "") for name in columns] for firm in firms)])
    return text.getvalue()


def read(text: str | bytes) -> Intake:
    return read_firms(text if isinstance(text, bytes) else text.encode(), "firms.csv")


def sentences(text: str | bytes) -> list[str]:
    intake = read(text)
    assert not intake.firms or not intake.mistakes, "a file with a mistake gives no firm at all"
    lines = [mistake.sentence() for mistake in intake.mistakes]
    assert CANARY not in "\n".join(lines)
    return lines


def the_mistake(text: str | bytes) -> str:
    (only,) = sentences(text)
    return only


def test_firm_is_normalised() -> None:
    intake = read(
        written({**FIRM, "imanage_url": "HTTPS://IManage.Alder.Example/", "service_account_user_id": "svc-l"})
    )
    assert intake.mistakes == []
    (firm,) = intake.firms
    assert firm.host == "alder"
    assert firm.variables == {
        **{name: value for name, value in FIRM.items() if name != "host"},
        "imanage_url": "https://imanage.alder.example",
        "imanage_libraries": [{"id": "ACTIVE", "role": None}, {"id": "CLOSED", "role": "LEGORA_CLOSED"}],
        "service_account_user_id": "SVC-L",
    }
    # What holds for all firms is said apart: on the host it would outweigh group_vars.
    defaults = {one.name: one.default for one in SCHEMA if one.default is not None}
    assert intake.defaults == {name: value for name, value in defaults.items() if name != "legora_method"}


def test_a_default_that_is_written_out_belongs_to_the_firm() -> None:
    (firm,) = read(written({**FIRM, "firm_deadline": "15", "service_account_ip_lock": "FALSE"})).firms
    assert (firm.variables["firm_deadline"], firm.variables["service_account_ip_lock"]) == (15, False)


def test_what_is_taken_is_what_the_module_takes() -> None:
    """Plugin and module use the same checks, so a firm of the inventory has nothing left to refuse but secrets."""
    cells = {"network_allow_list": "20.91.134.182\n10.0.0.0/8", "imanage_exposure": "cloud", "firm_deadline": "30"}
    cells["verify_wall_users"] = "ann@alder.example; bob@alder.example"
    intake = read(written({**FIRM, **cells}))
    firm = {**intake.defaults, **intake.firms[0].variables}
    secrets = {name: f"canary-{name}" for name in ("legora_api_key", "imanage_password", "service_account_password")}
    with pytest.raises(EthicalWallsError, match="write legora_method: api"):
        check_firm(None, WantedFirm({**firm, **secrets}, names=list(firm)), False)
    firm["legora_method"] = "api"
    resource = check_firm(None, WantedFirm({**firm, **secrets}, names=list(firm)), False).resource
    assert resource["imanage_libraries"] == [{"id": "ACTIVE", "role": None}, {"id": "CLOSED", "role": "LEGORA_CLOSED"}]
    assert resource["network_allow_list"] == ["20.91.134.182/32", "10.0.0.0/8"]
    assert resource["verify_wall_users"] == ["ann@alder.example", "bob@alder.example"]


AN_EMAIL = "an e-mail address as in svc-legora@firm.example, without mailto:, brackets and a last dot"
SAME_CONNECTOR = (
    "it has the organisation at Legora, and its connector, in common with {} (legora_organisation, legora_connector_id)"
)
SAME_ACCOUNT = (
    "it has the service account at iManage in common with {} "
    "(imanage_url, imanage_customer_id, service_account_user_id)"
)
TEN_KINDS = """\
host,firm_name,legora_region,legora_organisation,imanage_url,imanage_libaries,imanage_libraries,imanage_password,service_account_email,firm_name
alder,Alder,eu,Alder,https://alder.example,,ACTIVE,Canary7secret,svc@alder.example,
birch,Birch,uk,Birch,https://birch.example,,ACTIVE,,Canary7secret,
cedar,,eu,Cedar,https://cedar.example,,ACTIVE,,svc@cedar.example,
Alder,Second,eu,Second,https://second.example,,ACTIVE,,svc@second.example,
elm,Elm,eu,alder,https://elm.example,,ACTIVE,,svc@elm.example,
fir,Fir,eu,Fir,https://fir.example/Canary7secret,,ACTIVE;ACTIVE,,svc@fir.example,
gum & co,Gum,eu,Gum,https://gum.example,,ACTIVE,,svc@gum.example,
holm,Holm, Canary7secret,eu,Holm,https://holm.example,,ACTIVE,,svc@holm.example,
ivy,{{ Canary7secret }},eu,Ivy,https://ivy.example,,ACTIVE,,svc@ivy.example,
"""


def test_ten_kinds_of_mistakes_at_once() -> None:
    assert sentences(TEN_KINDS) == [
        "row 1: column F: imanage_libaries is no variable of a firm; did you mean imanage_libraries?",
        "row 1: column H: imanage_password is a secret; secrets do not belong into this file",
        "row 1: column J: firm_name is there twice, in column B too",
        "row 3 (birch): legora_region is none of ap, eu, us",
        f"row 3 (birch): service_account_email is not {AN_EMAIL}",
        "row 4 (cedar): firm_name is missing",
        "row 5 (Alder): host is the same as in row 2",
        f"row 6 (elm): {SAME_CONNECTOR.format('row 2')}",
        "row 7 (fir): imanage_url is unusable: it must end after the host, without a path or query",
        "row 7 (fir): imanage_libraries is unusable: it names one twice",
        "row 8: host is not a letter followed by letters, digits and '_', 63 at most",
        "row 9 (holm): there are 11 cells, but 10 columns; the values of this row were not checked",
        "row 10 (ivy): firm_name has a marker of a template ({{, {% or {#); values are never templates",
    ]


def test_report_has_a_line_for_each_mistake() -> None:
    lines = report(read(TEN_KINDS).mistakes, "clients/firms.csv").splitlines()
    assert lines[0] == "13 mistakes in clients/firms.csv, so no firm was taken from it:"
    assert lines[4] == "  firms.csv, row 3 (birch): legora_region is none of ap, eu, us"
    assert len(lines) == 14
    assert report(read("").mistakes, "firms.csv").startswith("1 mistake in")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("before", ["", "\ufeff"])
def test_file_as_spreadsheets_write_it(separator: str, end: str, before: str) -> None:
    inside = separator.strip()
    firm = {**FIRM, "firm_name": f'Alder{inside} "Finch"', "imanage_libraries": "ACTIVE\nCLOSED"}
    text = before + written(firm, another(2), separator=separator, end=end)
    intake = read(text)
    assert intake.mistakes == []
    assert [one.host for one in intake.firms] == ["alder", "firm2"]
    assert intake.firms[0].variables["firm_name"] == firm["firm_name"]
    assert [one["id"] for one in intake.firms[0].variables["imanage_libraries"]] == ["ACTIVE", "CLOSED"]


def test_spaces_between_a_separator_and_a_quote_do_not_matter() -> None:
    text = written({**FIRM, "firm_name": "Alder, Finch"}).replace(',"Alder', ', "Alder')
    assert read(text).firms[0].variables["firm_name"] == "Alder, Finch"


def test_first_row_alone_decides_what_separates_cells() -> None:
    text = written({**FIRM, "firm_name": "A;B;C;D;E;F;G;H;I;J;K;L"})
    assert read(text).firms[0].variables["firm_name"] == "A;B;C;D;E;F;G;H;I;J;K;L"


def test_blank_rows_and_empty_columns_at_the_end_do_not_matter() -> None:
    header, first, second = written(FIRM, another(2)).splitlines()
    blank = "," * 12
    intake = read("\n".join(["", blank, f"{header},,", "", f"{first},,", blank, f"{second},, ", "", blank, "", ""]))
    assert intake.mistakes == []
    assert len(intake.firms) == 2


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    text = written({**FIRM, "imanage_libraries": "ACTIVE\r\nCLOSED\r\nOLD"}, another(2), another(3, legora_region="uk"))
    assert the_mistake(text).startswith("row 4 (line 6) (firm3): legora_region")
    blank = text.replace("firm2", "\r\n\r\nfirm2").replace("ACTIVE\r\nCLOSED\r\nOLD", "ACTIVE")
    assert the_mistake(blank).startswith("row 6 (firm3): legora_region")


def test_spaces_that_nobody_typed_are_taken_away() -> None:
    firm = {**FIRM, "firm_name": "\u00a0Alder\u00a0& Finch ", "legora_region": " eu\u00a0", "host": "alder\u202f"}
    intake = read(written(firm))
    assert intake.mistakes == []
    assert intake.firms[0].host == "alder"
    assert intake.firms[0].variables["firm_name"] == "Alder & Finch"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("imanage_customer_id", "4711.0", "spreadsheet shows it"),
        ("imanage_customer_id", "4,711", "spreadsheet shows it"),
        ("imanage_customer_id", "4 711", "spreadsheet shows it"),
        ("imanage_customer_id", "1.2E+10", "shortened"),
        ("legora_connector_id", "1,2E+10", "shortened"),
        ("imanage_customer_id", "C-4711", "is not a customer ID"),
        ("imanage_client_id", "#N/A", "error of the spreadsheet"),
        ("imanage_client_id", "####", "error of the spreadsheet"),
        ("imanage_client_id", '="legalops"', "formula"),
        ("imanage_username", "n/a", "placeholder"),
        ("imanage_client_id", "legalops\u2013onboarding", "typographic"),
        ("service_account_email", "\u201csvc@alder.example\u201d", "typographic"),
        ("firm_name", "Alder\u200b", "invisible"),
        ("legora_organisation", "Alder\nFinch", "line break"),
        ("firm_name", "Alder {# Canary7secret #}", "template"),
        ("imanage_libraries", "ACTIVE; {{ Canary7secret }}", "template"),
        ("firm_name", "#jinja2: variable_start_string:'[['", "template"),
        ("attest_R6", "{% Canary7secret %} | 2026-11-02", "template"),
        ("firm_name", "$ANSIBLE_VAULT;1.1;AES256", "looks like a secret"),
        ("imanage_client_id", "-----BEGIN PRIVATE KEY-----", "looks like a secret"),
        ("imanage_url", "https://admin:Canary7secret@alder.example", "user name or password"),
        ("imanage_url", "http://alder.example", "plain http"),
        ("imanage_libraries", "ACTIVE=", "role that is not a name"),
        ("imanage_libraries", "Canary7secret;Canary7secret", "names one twice"),
        ("network_allow_list", "20.91.134.182; Canary7secret", "entry 2"),
        ("legora_method", "browser", "none of api, by_hand"),
        ("legora_web_url", "https://app.us.legora.com", "belongs to region us"),
        ("imanage_ca_path", "Canary7secret.pem", "names no file"),
        ("attest_R6", "M. Alder", "'by' or 'date' for check R6"),
        ("attest_R6", "M. Alder | 02.11.2026", "not YYYY-MM-DD for check R6"),
        ("attest_r6", "M. Alder | 11/2/2026 | Canary7secret", "not YYYY-MM-DD for check R6"),
    ],
)
def test_unusable_value(name: str, value: str, words: str) -> None:
    mistake = the_mistake(written({**FIRM, name: value}))
    variable = "attestations" if name.startswith("attest_") else name
    assert mistake.startswith(f"row 2 (alder): {variable} ")
    assert words in mistake


@pytest.mark.parametrize("email", ["mailto:svc@alder.example", "<svc@alder.example>", "svc@alder.example."])
def test_email_as_mail_programs_copy_it_is_refused(email: str) -> None:
    mistake = the_mistake(written({**FIRM, "service_account_email": email}))
    assert mistake.startswith("row 2 (alder): service_account_email is not an e-mail address")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_for_excel_that_tells_the_separator_is_read(separator: str, end: str) -> None:
    """Excel hides that line, and so counts its rows from the next one on."""
    text = f"sep={separator}{end}" + written(FIRM, separator=separator, end=end)
    assert [firm.host for firm in read("\ufeff" + text).firms] == ["alder"]
    wrong = written({**FIRM, "legora_region": "uk"}, separator=separator, end=end)
    assert the_mistake(f"sep={separator}{end}" + wrong).startswith("row 2 (line 3) (alder): legora_region is none of")


def test_line_for_excel_wins_over_what_the_names_look_like() -> None:
    assert "no names of columns" in the_mistake("sep=,\r\n" + written(FIRM, separator=";"))
    assert the_mistake("sep=;\r\n").startswith("row 1: there are no names of columns; the file is empty")


def test_names_of_people_and_firms_may_have_typographic_quotes() -> None:
    firm = {**FIRM, "firm_name": "O\u2019Brien \u2013 Alder", "attest_R6": "M. O\u2019Brien | 2026-11-02"}
    assert read(written(firm)).mistakes == []


def test_attestations_have_a_column_for_each_check() -> None:
    firm = {**FIRM, "attest_r6": "M. Alder | 2026-11-02 | Agreed\nwith Legora | as asked", "attest_N6": ""}
    (read_firm,) = read(written(firm)).firms
    assert read_firm.variables["attestations"] == {
        "R6": {"by": "M. Alder", "date": "2026-11-02", "note": "Agreed with Legora | as asked"}
    }
    wrong = {**FIRM, "attest_R6": "M. Alder", "attest_N6": "M. Alder | soon"}
    assert [line.split("'by'")[0] for line in sentences(written(wrong))] == [
        "row 2 (alder): attestations lacks ",
        "row 2 (alder): attestations has a date that is not YYYY-MM-DD for check N6",
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("attest_R66", "no ID of a check"),
        ("attest_A9", "check A9 is decided by reading"),
        ("attest_r6", "attest_R6 is there twice, in column K too"),
        ("attestations", "write attest_R6"),
        ("legora_confirmed", "write it in host_vars or group_vars"),
        ("legora_profile", "write it in host_vars or group_vars"),
        ("Legora region", "did you mean legora_region?"),
        ("Canary7secret", "its name is that of a secret"),
        ("Canary7", "its name is no variable of a firm"),
        ("api key", "its name is that of a secret"),
        ("ansible_python_interpreter", "its name is no variable of a firm"),
        ("job_imanage_username", "did you mean imanage_username?"),
        ("job_secret", "its name is that of a secret"),
        *((name, f"{name} is a secret") for name in SECRETS),
    ],
)
def test_unusable_column(name: str, words: str) -> None:
    firm = {**FIRM, "attest_R6": "M. Alder | 2026-11-02", name: CANARY}
    mistake = the_mistake(written(firm))
    assert mistake.startswith("row 1: column L: ")
    assert words in mistake


def test_a_secret_has_no_column_even_when_nothing_is_in_it() -> None:
    assert "secrets do not belong" in the_mistake(written({**FIRM, "imanage_password": ""}))


@pytest.mark.parametrize("name", [*REQUIRED, "host"])
def test_needed_value_and_column(name: str) -> None:
    assert the_mistake(written({**FIRM, name: " "})) in (
        f"row 2 (alder): {name} is missing",
        f"row 2: {name} is missing",
    )
    without = {key: value for key, value in FIRM.items() if key != name}
    two = written(without, {key: value for key, value in another(2).items() if key != name})
    assert the_mistake(two) == f"row 1: the column {name} is missing"


def test_what_a_credential_may_hold_is_not_needed() -> None:
    assert {variable.name for variable in SCHEMA if variable.required} - set(REQUIRED) - set(SECRETS) == {
        "imanage_username",
        "imanage_client_id",
    }
    assert read(written({**FIRM, "imanage_username": "", "imanage_client_id": ""})).firms


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        ({}, {"host": "ALDER"}, "host is the same as in {}"),
        ({}, {"legora_organisation": "ALDER & FINCH LLP"}, SAME_CONNECTOR),
        ({}, {"legora_organisation": "ALDER & FINCH LLP", "legora_connector_id": "int_2"}, SAME_CONNECTOR),
        ({}, {"imanage_customer_id": "4711"}, SAME_ACCOUNT),
        (
            {"imanage_customer_id": "", "imanage_exposure": "direct"},
            {"imanage_customer_id": "1", "imanage_url": "https://IMANAGE.alder.example/"},
            SAME_ACCOUNT,
        ),
    ],
)
def test_firm_that_is_there_twice(first: dict[str, str], second: dict[str, str], what: str) -> None:
    text = written({**FIRM, "imanage_exposure": "", **first}, another(2, **second))
    assert the_mistake(text) == f"row 3 ({second.get('host', 'firm2')}): {what.format('row 2')}"


@pytest.mark.parametrize(
    "second",
    [
        {"legora_organisation": FIRM["legora_organisation"], "legora_region": "us"},
        {"legora_organisation": FIRM["legora_organisation"], "legora_connector_id": "int_2"},
        {"imanage_customer_id": "4711", "service_account_user_id": "SVC-2"},
        {"imanage_customer_id": "4712", "imanage_url": FIRM["imanage_url"]},
        {"imanage_customer_id": "", "imanage_url": FIRM["imanage_url"]},
    ],
)
def test_firms_that_only_look_alike(second: dict[str, str]) -> None:
    assert len(read(written({**FIRM, "legora_connector_id": "int_1"}, another(2, **second))).firms) == 2


@pytest.mark.parametrize(
    "host",
    ["1alder", "al-der", "alder.example", "al der", "\u00e4lder", "_alder", "a" * 64, "all", "Ungrouped", "localhost",
     "index", "firms", "FIRMS", "region_eu", "deployment_x", "Exposure_cloud"],
)  # fmt: skip
def test_unfit_host(host: str) -> None:
    mistake = the_mistake(written({**FIRM, "host": host}))
    assert mistake.startswith("row 2: host is ")
    assert "not a letter followed by" in mistake or "taken" in mistake


def test_own_group_is_no_host_and_has_a_usable_name() -> None:
    data = written({**FIRM, "host": "clients"}).encode()
    assert read_firms(data, "firms.csv").firms
    assert "taken" in read_firms(data, "firms.csv", group="Clients").mistakes[0].text
    for group in ("my firms", "all", "region_eu", "", "1st"):
        assert "group" in read_firms(data, "firms.csv", group=group).mistakes[0].text


@pytest.mark.parametrize(
    ("exposure", "url", "groups"),
    [
        ("cloud", "https://alder.example", ("region_eu", "deployment_cloud", "exposure_cloud")),
        ("direct", "https://a.cloudimanage.com", ("region_eu", "deployment_on_premises", "exposure_direct")),
        ("azure_app_proxy", "https://a.example", ("region_eu", "deployment_on_premises", "exposure_azure_app_proxy")),
        ("other", "https://a.example", ("region_eu", "deployment_on_premises", "exposure_other")),
        ("", "https://cloudimanage.com", ("region_eu", "deployment_cloud")),
        ("", "https://alder.imanage.work", ("region_eu", "deployment_cloud")),
        ("", "https://notcloudimanage.com", ("region_eu", "deployment_not_said")),
    ],
)
def test_groups(exposure: str, url: str, groups: tuple[str, ...]) -> None:
    (firm,) = read(written({**FIRM, "imanage_exposure": exposure, "imanage_url": url})).firms
    assert firm.groups == groups


def test_relative_file_lies_beside_the_source(tmp_path: Any) -> None:
    (tmp_path / "ca.pem").write_text("", encoding="utf-8")
    text = written({**FIRM, "imanage_ca_path": "ca.pem"}).encode()
    (firm,) = read_firms(text, str(tmp_path / "firms.csv")).firms
    assert firm.variables["imanage_ca_path"] == str(tmp_path / "ca.pem")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf\r\n , ,\r\n", "the file is empty"),
        (written(FIRM).splitlines()[0].encode(), "the file: it has no firm"),
        (b"alder,Alder,eu,Canary7secret\r\n", "no names of columns"),
        (b"Name;Canary7secret\r\n", "no names of columns"),
    ],
)
def test_file_without_firms(data: bytes, words: str) -> None:
    assert words in the_mistake(data)


def test_file_in_another_encoding_is_checked_all_the_same() -> None:
    text = written({**FIRM, "firm_name": "M\u00fcller"}, another(2, legora_region="uk"))
    assert sentences(text.encode("cp1252")) == [
        "the file: it is not UTF-8 (first in line 2); save it as 'CSV UTF-8', or from your editor as UTF-8",
        "row 2 (alder): firm_name has characters that could not be read as UTF-8",
        "row 3 (firm2): legora_region is none of ap, eu, us",
    ]
    assert sentences(("\ufeff" + text).encode("utf-16"))[0] == "the file: it is UTF-16; save it as 'CSV UTF-8'"
    assert sentences(written({**FIRM, "firm_name": "Al\0der"})) == [
        "the file: it has a NUL byte (first in line 2); it is no text file",
        "row 2 (alder): firm_name has characters that could not be read as UTF-8",
    ]


@pytest.mark.parametrize("broken", ['"Canary7secret', '"Canary7secret" LLP', '"' + "x" * 200_000 + '"'])
def test_quotes_that_do_not_end_are_found_with_what_is_before_them(broken: str) -> None:
    text = written(another(2, legora_region="uk")) + f"alder,{broken},eu\r\nfir,Fir,eu"
    before, found = sentences(text)
    assert before.startswith("row 2 (firm2): legora_region")
    assert found.startswith("row 3: a cell in quotes does not end")


def test_a_row_has_as_many_cells_as_there_are_columns() -> None:
    header, row = written(FIRM).splitlines()
    for wrong, count in ((row + ",Canary7secret", 11), (row.rpartition(",")[0], 9)):
        found = the_mistake(f"{header}\n{wrong}")
        assert found.startswith(f"row 2 (alder): there are {count} cells, but 10 columns")
    # Where the host is not the first cell, it may be in the wrong column, too.
    columns = [name for name in FIRM if name != "host"]
    found = the_mistake(",".join([*columns, "host"]) + "\nAlder, Finch" + ",x" * 8 + ",Canary7secret")
    assert found.startswith("row 2: there are 11 cells")


def test_value_without_a_column_name() -> None:
    text = written({"host": "", "": "", **FIRM}).replace("alder,,", "alder,Canary7secret,")
    assert the_mistake(text) == "row 2 (alder): column B has a value, but no name"


def test_unknown_ending_of_the_name() -> None:
    assert read_firms(b"", "firms.xlsx").mistakes[0].text == "its name does not end with .csv; save it as 'CSV UTF-8'"
