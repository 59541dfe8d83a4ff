"""What a statement changes, in words that hold for every dialect. Parsers produce these; rules look at nothing else.

Names are kept as written, without quotes. `schema` is empty when the statement names none.
"""

from __future__ import annotations

from typing import TypeAlias

from schemawarden_policy.change.objects import (
    AlterObject,
    Comment,
    CreateObject,
    DropObject,
    Grant,
)
from schemawarden_policy.change.rows import (
    DeleteRows,
    InsertRows,
    Truncate,
    UpdateRows,
)
from schemawarden_policy.change.session import (
    Attach,
    CallFunction,
    ClusterStatement,
    LockTable,
    Maintain,
    OutsideServer,
    Pragma,
    RoleChange,
    RunRoutine,
    TransactionControl,
)
from schemawarden_policy.change.tables import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    AlterTable,
    AlterUnsupported,
    ColumnDef,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropNotNull,
    DropTable,
    ModifyColumn,
    RenameColumn,
    RenameTable,
    SetDefault,
    SetNotNull,
    TableConstraint,
    ValidateConstraint,
)

Change: TypeAlias = (
    CreateTable
    | DropTable
    | RenameTable
    | AddColumn
    | DropColumn
    | RenameColumn
    | ModifyColumn
    | AlterUnsupported
    | CreateIndex
    | DropIndex
    | AlterColumnType
    | SetNotNull
    | DropNotNull
    | SetDefault
    | AddConstraint
    | DropConstraint
    | ValidateConstraint
    | AlterTable
    | Truncate
    | InsertRows
    | UpdateRows
    | DeleteRows
    | CreateObject
    | AlterObject
    | DropObject
    | Grant
    | Comment
    | Pragma
    | TransactionControl
    | Attach
    | CallFunction
    | OutsideServer
    | ClusterStatement
    | RoleChange
    | RunRoutine
    | LockTable
    | Maintain
)

__all__ = [
    "AddColumn",
    "AddConstraint",
    "AlterColumnType",
    "AlterObject",
    "AlterTable",
    "AlterUnsupported",
    "Attach",
    "CallFunction",
    "Change",
    "ClusterStatement",
    "ColumnDef",
    "Comment",
    "CreateIndex",
    "CreateObject",
    "CreateTable",
    "DeleteRows",
    "DropColumn",
    "DropConstraint",
    "DropIndex",
    "DropNotNull",
    "DropObject",
    "DropTable",
    "Grant",
    "InsertRows",
    "LockTable",
    "Maintain",
    "ModifyColumn",
    "OutsideServer",
    "Pragma",
    "RenameColumn",
    "RenameTable",
    "RoleChange",
    "RunRoutine",
    "SetDefault",
    "SetNotNull",
    "TableConstraint",
    "TransactionControl",
    "Truncate",
    "UpdateRows",
    "ValidateConstraint",
]
