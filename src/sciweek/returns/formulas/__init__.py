"""The language of check formulas (审核公式): read, bound to a form, evaluated in three values, told in words. Pure.

`A01 = A02 + A03` · `若 A05 > 0 则 C05 > 0` · `A01 > 0 当且仅当 B01 > 0` · `合计(A04:A10)` · `上年(B01)` ·
`单位类型 属于 ("科研院所", "高等院校")`. `docs/guide/formulas.md` explains it to those who write forms.
"""
