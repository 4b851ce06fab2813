"""Printing documents in a process of its own, bounded in memory and CPU: names and texts come from anyone.

A service that prints has a package ``printing`` with templates in typst, a form for each (`forms`), and a
``__main__`` that hands its `pdf_of` to `process.serve`. `child.render` starts that program, writes one request,
JSON, to its input (``{"template": …, "data": …}``), and takes the PDF from its output, or from its error output why
there is none. Data goes through memory only: never into a file, an argument or a log.
"""
