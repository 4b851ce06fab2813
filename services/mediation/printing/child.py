"""Starting the printing process and taking its PDF."""

from __future__ import annotations

from functools import partial

from lianfang.printing import child
from lianfang.printing.refused import Render

render: Render = partial(child.render, "services.mediation.printing")
"""Makes the PDF of a document, see forms.FORMS, from its data; others go on meanwhile."""
