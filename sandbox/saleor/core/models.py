from typing import Any

from django.db import models

from .utils.json_serializer import CustomJsonEncoder


def json_field() -> models.JSONField:
    return models.JSONField(blank=True, db_default={}, default=dict, encoder=CustomJsonEncoder)


class ModelWithMetadata(models.Model):
    private_metadata = json_field()
    metadata = json_field()

    class Meta:
        abstract = True

    def get_value_from_metadata(self, key: str, default: Any = None) -> Any:
        return self.metadata.get(key, default)

    def store_value_in_metadata(self, items: dict[str, Any]) -> None:
        self.metadata = {**(self.metadata or {}), **items}

    def delete_value_from_metadata(self, key: str) -> None:
        self.metadata.pop(key, None)

    def get_value_from_private_metadata(self, key: str, default: Any = None) -> Any:
        return self.private_metadata.get(key, default)

    def store_value_in_private_metadata(self, items: dict[str, Any]) -> None:
        self.private_metadata = {**(self.private_metadata or {}), **items}

    def delete_value_from_private_metadata(self, key: str) -> bool:
        return self.private_metadata.pop(key, None) is not None


class ModelWithExternalReference(models.Model):
    external_reference = models.CharField(
        max_length=250, unique=True, blank=True, null=True, db_index=True
    )

    class Meta:
        abstract = True
