"""How the pages in this folder become a site: `nox -s docs`.

What is shown needs no network: the theme takes the system's fonts, and all else lies beside the pages.
"""

from pygments.lexers.shell import BashLexer
from sphinx.application import Sphinx

project = "asyncio kata"
author = "the asyncio kata's authors"
html_title = "The asyncio kata"

extensions = ["myst_parser"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = False


def setup(app: Sphinx) -> None:
    """A block of commands is a script: it has no prompts to tell it from output."""
    app.add_lexer("console", BashLexer)
