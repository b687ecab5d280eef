"""What a verb answers when it does not act. Each carries one Chinese sentence: what, where, how to mend."""

from collections.abc import Mapping


class Refused(Exception):
    """A verb refused; nothing was changed. `sentence` is shown to the person as it is."""

    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)


class BadInput(Refused):
    """What was given cannot be used. `fields` maps a field's name to its own sentence."""

    def __init__(self, sentence: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.fields = dict(fields or {})


class NotPermitted(Refused):
    """The actor may see the thing but not do this with it. What is outside the scope is not found instead."""

    status = 403


class NotFound(Refused):
    """There is no such thing inside the actor's scope; says nothing about what is outside it."""

    status = 404


class WrongState(Refused):
    """The thing is in a state that does not allow this act (already accepted, not yet called …)."""

    status = 409


class Stale(Refused):
    """The thing was changed by somebody else since the actor read it. `theirs` and `yours` hold both versions."""

    status = 409

    def __init__(self, sentence: str, *, theirs: object = None, yours: object = None) -> None:
        super().__init__(sentence)
        self.theirs = theirs
        self.yours = yours


def permit(
    allowed: bool, sentence: str = "您没有这项操作的权限。如确需办理，请联系本单位管理员或上级科技主管部门。"
) -> None:
    """Go on when allowed.

    Raises:
        NotPermitted: not allowed.
    """
    if not allowed:
        raise NotPermitted(sentence)
