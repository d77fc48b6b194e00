#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: endpoint_info
short_description: Look at the address of iManage Work from here, without credentials
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Resolves the name, connects, speaks TLS, looks at the certificates that the server sends, and at its first answer.
  - This is the network part of the preparations for Legora, as far as it can be seen from where the task runs. What
    Legora sees from its own address may differ, for instance because of a firewall or of another DNS.
  - It takes no credentials, sends one request (C(GET /)) and follows no redirect. That request is sent also where the
    certificate is not trusted, since there is nothing in it that somebody could steal.
  - A step that fails is a result and not a failure of the task. Only settings that make no sense fail it.
  - It connects directly, also where the environment names a proxy (E(HTTPS_PROXY)), because Legora does not come
    through that proxy. Where only the proxy leads outside, the result says that no connection could be made. That is
    then true of this machine and says nothing about the firm; RV(endpoint.through_proxy) tells whether there is one.
  - An answer that came through Azure App Proxy says so in its headers, without any credential. Which headers those are
    is known from working deployments, and not published by Microsoft.
  - Up to four connections are made one after the other, because a handshake that fails leaves none to go on with, and
    because the certificates are read in a handshake of their own.
options:
  firm:
    description:
      - The firm's name, which every message and failure begins with.
      - Left out, it is the firm's variable C(firm_name).
    type: str
  url:
    description:
      - The address of iManage Work, C(https://host), without a path. C(http) is for this machine itself only.
      - Left out, it is the firm's variable C(imanage_url).
    type: str
  ca_path:
    description:
      - The path of a file with certification authorities (PEM) to check the server's certificate with, where the firm
        has authorities of its own. They replace the public ones.
      - Without it those are trusted that every other module of this collection trusts.
      - A certificate that is trusted only because of this option is trusted here. It does not follow that Legora
        trusts it.
      - Left out, it is the firm's variable C(imanage_ca_path).
    type: path
  timeout:
    description:
      - Seconds that everything together may take, DNS included, at most V(600).
      - Left out, it is the firm's variable C(endpoint_timeout).
    type: float
    default: 15.0
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.attributes.changes_nothing
requirements:
  - pyOpenSSL >= 24.1.0 with cryptography >= 42.0.0, to see the certificates as the server sends them. Without them
    these are not known, and the result names what is missing.
notes:
  - Python's C(ssl), with the settings of C(requests), decides whether the certificate is trusted.
    C(pyOpenSSL) shows which certificates were sent, and from both follows RV(endpoint.tls.chain_status).
  - A server has to send every certificate but the root. Where an issuer is missing, nobody can tell for sure what it
    is. A server that sends its own certificate only is taken for one that omits its intermediate certificate. One that
    sends an intermediate certificate too is taken for one of an authority that is not trusted.
  - An intermediate certificate that is missing is not fetched from the address that a certificate may name for it.
    Browsers do that, and so they do not show this mistake.
seealso:
  - name: Azure App Proxy
    description: What pre-authentication and passthrough mean there.
    link: https://learn.microsoft.com/entra/identity/app-proxy/application-proxy-add-on-premises-application
"""

EXAMPLES = r"""
- name: Look at a firm's iManage from here
  legalops.ethical_walls.endpoint_info:
    firm: Alder & Finch LLP
    url: https://imanage.alder.example
  register: seen

- name: Insist on a complete chain of certificates
  ansible.builtin.assert:
    that: seen.endpoint.tls.chain_status == 'complete'
    fail_msg: "The certificates of {{ seen.endpoint.host }} are {{ seen.endpoint.tls.chain_status or 'not known' }}."
"""

RETURN = r"""
endpoint:
  description: What was found, step by step. A step that was not tried says so as its C(error).
  returned: success
  type: dict
  sample:
    url: https://imanage.alder.example
    host: imanage.alder.example
    port: 443
    scheme: https
    through_proxy: false
    dns: {addresses: [192.0.2.1], canonical_name: imanage.alder.example, error: null}
    tcp: {connected: true, address: 192.0.2.1, error: null}
    tls:
      handshake: true
      version: TLSv1.3
      error: unable to get local issuer certificate
      chain:
        - subject: CN=imanage.alder.example
          issuer: CN=Pretend Intermediate
          not_before: '2026-10-01T00:00:00Z'
          not_after: '2027-01-20T00:00:00Z'
          self_signed: false
      chain_status: incomplete
      name_matches: true
      names: [imanage.alder.example]
      expires: '2027-01-20T00:00:00Z'
      days_to_expiry: 57
    http: {status: 200, location_host: null, location: null, error: null}
    pre_authentication: false
    app_proxy:
      seen: false
      published_as: null
      app_id: null
      connector_id: null
      transaction_id: null
      error_details: null
    missing_libraries: []
  contains:
    url: {description: The address that was looked at., type: str, returned: always}
    host: {description: Its host., type: str, returned: always}
    port: {description: 'Its port, also where it is the usual one.', type: int, returned: always}
    scheme: {description: V(https) or V(http)., type: str, returned: always}
    through_proxy:
      description:
        - Whether this machine's requests to the address go through a proxy of the environment, as every other module
          sends them. The probe does not ask that proxy.
      type: bool
      returned: always
    dns:
      description: What the name leads to.
      type: dict
      returned: always
      contains:
        addresses:
          description: All addresses, in the order of preference.
          type: list
          elements: str
          returned: always
        canonical_name:
          description: The name that DNS leads to at last, in lower case. Null where it does not tell.
          type: str
          returned: always
        error: {description: Why there are none., type: str, returned: always}
    tcp:
      description: Whether one of the addresses could be connected to.
      type: dict
      returned: always
      contains:
        connected: {description: Whether it could., type: bool, returned: always}
        address: {description: The first that could., type: str, returned: always}
        error: {description: 'Why not, for each address.', type: str, returned: always}
    tls:
      description: What was found about TLS and the certificates. Null for C(http).
      type: dict
      returned: always
      contains:
        handshake:
          description: Whether a TLS connection could be made, whether its certificate is trusted or not.
          type: bool
          returned: always
        version: {description: The version of TLS that was agreed on., type: str, returned: always}
        error:
          description:
            - Why there was no handshake, or why the certificate is not trusted, or why its chain is not known,
              whichever comes first.
            - Null when there is nothing of that kind to say.
          type: str
          returned: always
        chain:
          description:
            - The certificates as the server sent them, its own first. Null when they are not known.
            - Each has V(subject), V(issuer), V(not_before), V(not_after) and V(self_signed).
          type: list
          elements: dict
          returned: always
        chain_status:
          description:
            - V(complete) when the certificates that were sent lead to a trusted root.
            - V(incomplete) when the server sent its own certificate only, and its issuer is not a trusted root. Also
              when that issuer is trusted here but is an intermediate one, which others do not have.
            - V(unknown_ca) when the chain ends at an authority that is not trusted.
            - V(self_signed) when the server's certificate signed itself, also where O(ca_path) trusts it.
            - V(expired) or V(not_yet_valid) when a certificate that is needed is so, and nothing of the above applies.
            - V(invalid) when the chain is refused for another reason, which RV(endpoint.tls.error) names.
            - Null when it is not known. Whether the name matches is told by RV(endpoint.tls.name_matches) alone.
          type: str
          returned: always
        name_matches:
          description: Whether the certificate is for the host. Null when it is not known.
          type: bool
          returned: always
        names:
          description: The names and addresses that it is for, as far as known.
          type: list
          elements: str
          returned: always
        expires: {description: When the server's own certificate expires., type: str, returned: always}
        days_to_expiry:
          description: Whole days until then, negative when that is over.
          type: int
          returned: always
    http:
      description: The answer to C(GET /).
      type: dict
      returned: always
      contains:
        status: {description: The status., type: int, returned: always}
        location_host: {description: The host that a redirect leads to., type: str, returned: always}
        location: {description: 'Where a redirect leads, without its query.', type: str, returned: always}
        error: {description: Why there was no answer., type: str, returned: always}
    pre_authentication:
      description:
        - Whether the answer is a redirect to a sign-in page of Microsoft. For a firm that publishes iManage by Azure
          App Proxy it means that the proxy pre-authenticates, where Legora needs passthrough.
        - A single sign-on of iManage's own at Microsoft would look the same, where iManage begins it at C(/).
        - Null when there was no answer.
      type: bool
      returned: always
    app_proxy:
      description: What the answer and the names tell of Azure App Proxy.
      type: dict
      returned: always
      contains:
        seen:
          description: Whether anything of it was seen. That nothing was seen proves little.
          type: bool
          returned: always
        published_as: {description: The name below C(msappproxy.net) that the address has., type: str, returned: always}
        app_id: {description: The application's ID (C(x-ms-proxy-app-id))., type: str, returned: always}
        connector_id:
          description:
            - The connector that took the request (C(x-ms-proxy-connector-id)). Null where none did, so that Microsoft's
              cloud answered alone.
          type: str
          returned: always
        transaction_id:
          description: The request's number, for Microsoft's support (C(x-ms-proxy-transaction-id)).
          type: str
          returned: always
        error_details:
          description: What went wrong on the way, such as V(EmptyConnectorGroup) (C(x-ms-proxy-error-details)).
          type: str
          returned: always
    missing_libraries:
      description: The Python libraries without which something is not known.
      type: list
      elements: str
      returned: always
plan:
  description: Always empty, since nothing is changed.
  returned: always
  type: list
  elements: str
  sample: []
requests:
  description: How many HTTP requests were sent, by purpose.
  returned: always
  type: dict
  sample: {read: 1, write: 0, signin: 0}
failure:
  description: What is wrong with the settings, in a form that a playbook can branch on.
  returned: failure
  type: dict
  sample: {system: iManage, firm: Alder & Finch LLP, operation: check its address, kind: validation, retryable: false}
"""

from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, probe_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.endpoint import (
    WantedEndpoint,
    read_endpoint,
)

ARGUMENT_SPEC = {
    "firm": {"type": "str"},
    "url": {"type": "str"},
    "ca_path": {"type": "path"},
    "timeout": {"type": "float", "default": 15.0},
}

MODULE = probe_module(ARGUMENT_SPEC, Job(returns="endpoint", wanted=WantedEndpoint, ensure=read_endpoint))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
