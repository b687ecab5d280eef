"""What the demo prints for those who want to sign in by hand. Read before Django is set up: no models here."""

PASSWORD = "Keji-zhou-2023"  # noqa: S105 -- the demo's public password, printed on the screen
PRINTED = {"province": "省科技厅管理员", "audit": "审计管理员", "security": "安全管理员", "system": "系统管理员"}
"""User name to who that is; units and offices have further accounts, reached from the demo bar."""
