"""A settlement contract on a local chain, with a verifier that accepts nothing."""

from saya_py.chain.evm.accounts import anvil_account
from saya_py.chain.evm.anvil import Anvil
from saya_py.chain.evm.artifacts import load_artifact
from saya_py.chain.evm.deploy import deploy_settlement, register_os_version
from saya_py.chain.evm.reverts import RevertDecoder
from saya_py.chain.evm.settlement import ZkThreadsClient
from saya_py.chain.evm.transactions import Sender, connect

OS_VERSION = 7
DEVELOPMENT_OS_VERSION = 8
SET_ROOT = bytes.fromhex("0000000000000001" * 4)


def deploy(anvil: Anvil) -> ZkThreadsClient:
    """Deploy registry and settlement as the chain's first account, and register both OS versions.

    The registry stands in for their verifier; it has code and refuses every call.
    """
    decoder = RevertDecoder(load_artifact(name).abi for name in ("ZkThreads", "OsVersions"))
    owner = Sender(connect(anvil.url), anvil_account(0), decoder)
    deployment = deploy_settlement(owner)
    for version in (OS_VERSION, DEVELOPMENT_OS_VERSION):
        development = version == DEVELOPMENT_OS_VERSION
        register_os_version(owner, deployment.registry, version, deployment.registry, development)
    return ZkThreadsClient(owner, deployment.threads)


def seen_by(client: ZkThreadsClient, account: int) -> ZkThreadsClient:
    """The same contract, seen from another account of the chain."""
    sender = client.sender
    return ZkThreadsClient(Sender(sender.w3, anvil_account(account), sender.decoder), client.address)


def wait(client: ZkThreadsClient, seconds: int) -> None:
    """Let the chain's clock run."""
    provider = client.sender.w3.provider
    for method, parameters in (("evm_increaseTime", [seconds]), ("evm_mine", [])):
        provider.make_request(method, parameters)
