"""The mapped classes' tables, for statements that are compiled once and given their parameters at each call.

(An insert into a mapped class would take those parameters for rows.)
"""

from typing import cast

from sqlalchemy import Table

from models import Alarm, Instance, InstanceEvent, ItemRevision, Notification, WorkItem

alarm = cast(Table, Alarm.__table__)
instance = cast(Table, Instance.__table__)
instance_event = cast(Table, InstanceEvent.__table__)
item_revision = cast(Table, ItemRevision.__table__)
notification = cast(Table, Notification.__table__)
work_item = cast(Table, WorkItem.__table__)
