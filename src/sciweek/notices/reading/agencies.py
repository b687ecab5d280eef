"""How the names of public bodies end and are written."""

import re

_ENDS = (
    "局|厅|部(?!门|署|分|队)|科协|协会|联合会|委员会|办公室|办公厅|学会|研究会|大学|学院|中心|政府|总局|管委会|组委会|党委|团委|总工会"
    "|科学院|研究院|博物馆|科技馆|领导小组|集团|公司|妇联|残联|社科联|文联|委(?![宣员办托派任会])"
)
# One full name, as short as possible: a row of them is cut at each end.
ONE_NAME = re.compile(rf"[一-鿿]{{2,24}}?(?:{_ENDS})")
NAMES = rf"(?:[一-鿿]{{2,24}}?(?:{_ENDS})[\s、]*)+"
# A line that is nothing but a body's name, as in a signature.
SIGNED = re.compile(
    r"^[一-鿿()·\s]{2,40}(?:局|厅|委|委员会|部|办公室|办公厅|协会|科协|学会|研究会|联合会|中心|大学|学院|研究所|研究院|科学院"
    r"|组委会|政府|公司|集团|院|处|所|会|科|室|小组|中学|小学|学校|馆|园|站|团|社|联|基地|党组|党委|工会)(?:\([^()]{2,12}\))?$"
)
# 市科技局 says which body only to those who know the city.
SHORT = re.compile(
    r"^(?:本|全|省|市|州|县|区|旗|镇|乡)(?:委|科|教|直|政|应|文|卫|农|社|财|发|工|环|人|妇|残|总|团|气|林|水|商|体|市场|公|民|司|自然)"
)
# The end of a name inside a sentence or behind a label.
BODY_END = re.compile(
    r"(?:局|厅|部|委|会|协|室|中心|学|院|馆|所|府|司|组|社|团|园|站|办|基地|公司|集团|校|联|网|台|报|处|科|平台|企业|频道|实验室)(?:\([^()]*\))?$"
)
