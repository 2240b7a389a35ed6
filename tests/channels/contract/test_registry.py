import pytest

from obrol.channels.contract.abilities import FetchesProfile, FindsSent, RendersRequests
from obrol.channels.contract.connector import Connector
from obrol.channels.contract.registry import Registry, UnknownKind
from obrol.connectors.fake.connector import FakeConnector
from obrol.connectors.fake.ledger import Ledger


def test_a_kind_finds_its_connector() -> None:
    fake = FakeConnector(Ledger())

    assert Registry([fake]).get_connector("fake") is fake


def test_an_unknown_kind_says_which_there_are() -> None:
    with pytest.raises(UnknownKind, match='"pigeon"; this build has: fake'):
        Registry([FakeConnector(Ledger())]).get_connector("pigeon")


def test_two_connectors_of_one_kind_are_a_mistake() -> None:
    with pytest.raises(ValueError, match='both of kind "fake"'):
        Registry([FakeConnector(Ledger()), FakeConnector(Ledger())])


def test_abilities_are_asked_of_the_connector() -> None:
    fake: Connector = FakeConnector(Ledger())

    assert isinstance(fake, RendersRequests)
    assert isinstance(fake, FindsSent)
    assert not isinstance(fake, FetchesProfile)
