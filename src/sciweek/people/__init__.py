"""Units, accounts, memberships, roles and invitations; makes the `Scope` of a person."""
