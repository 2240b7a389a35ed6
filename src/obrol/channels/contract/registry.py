"""All connectors by kind, filled once at start: calls go down to a contract, never sideways to a vendor."""

from collections.abc import Iterable

from obrol.channels.contract.connector import Connector


class UnknownKind(LookupError):  # noqa: N818 - says what is wrong
    """A channel names a kind that this build has no connector for: an old row, or a folder that was removed."""

    def __init__(self, kind: str, known: tuple[str, ...]) -> None:
        super().__init__(f'there is no connector for channels of kind "{kind}"; this build has: {", ".join(known)}')
        self.kind = kind


class Registry:
    """The connectors of this process. Abilities are asked with `isinstance(connector, ShowsTyping)`."""

    def __init__(self, connectors: Iterable[Connector]) -> None:
        self._by_kind: dict[str, Connector] = {}
        for connector in connectors:
            if connector.kind in self._by_kind:
                raise ValueError(f'two connectors are both of kind "{connector.kind}"')
            self._by_kind[connector.kind] = connector

    @property
    def kinds(self) -> tuple[str, ...]:
        """All kinds, in alphabetical order."""
        return tuple(sorted(self._by_kind))

    def get_connector(self, kind: str) -> Connector:
        """The connector of this kind. Raises UnknownKind."""
        try:
            return self._by_kind[kind]
        except KeyError:
            raise UnknownKind(kind, self.kinds) from None
