from obrol.entrypoints.connector_registry import collect_connectors


def test_every_folder_is_one_kind_of_channel() -> None:
    assert {"fake", "webchat"} <= set(collect_connectors().kinds)
