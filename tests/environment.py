"""Sets the environment before Django reads its settings; loaded as a plugin, since conftest files come too late."""

import gc
import os
import tempfile

folder = tempfile.mkdtemp(prefix="sciweek-test-")
os.makedirs(os.path.join(folder, "static"))
os.environ["SCIWEEK_DATA"] = folder
os.environ["SCIWEEK_BASE_URL"] = "http://testserver"
os.environ["SCIWEEK_HOSTS"] = "127.0.0.1,localhost"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Models, querysets and trees of forms are made by the million and die by themselves; looking for cycles among them so
# often is a tenth of the whole run.
gc.set_threshold(100_000, 20, 20)
