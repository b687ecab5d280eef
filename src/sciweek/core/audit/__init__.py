"""The audit trail: append-only, one hash chain per subject, sealed by Merkle roots.

`record` writes an entry in the transaction of the act it tells of. An entry holds ids and digests only; personal values
stand in a side row that can be erased without breaking the chain.
"""

from sciweek.core.audit.acts import SYSTEM, Actor, Fact, record, record_all

__all__ = ["SYSTEM", "Actor", "Fact", "record", "record_all"]
