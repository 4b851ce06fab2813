"""What the service says: somebody was not called back in time."""

from marshmallow import Schema, fields

from lianfang.contracts.registry import event


@event("callback", "forgotten", summary="Nobody called back in time.", example={"incident": "i-1"})
class Forgotten(Schema):
    incident = fields.String(required=True)
