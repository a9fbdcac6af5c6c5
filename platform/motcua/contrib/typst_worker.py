"""Typesets one document: a process of its own, bounded, that reads a request and writes a PDF.

Started by `typst_process` as `python -I typst_worker.py`. It knows nothing of the house and opens nothing but the
fonts; the template and its values come in on standard input as JSON:
{"template", "values", "fonts": [folders], "standards", "at": seconds, "seconds", "bytes"}.
"""

import json
import resource
import sys
import tempfile

import typst


def main() -> int:
    request = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CPU, (request["seconds"], request["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (request["bytes"], request["bytes"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=request["fonts"])
    try:
        with tempfile.TemporaryDirectory() as nowhere:
            document = typst.compile(
                request["template"].encode(),
                root=nowhere,
                font_paths=fonts,
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(request["values"])},
                format="pdf",
                pdf_standards=request["standards"],
                timestamp=request["at"],
                package_path=nowhere,
                package_cache_path=nowhere,
            )
    except typst.TypstError as problem:
        sys.stderr.write(f"{problem.message} {' '.join(problem.hints)}"[:2000])
        return 3
    sys.stdout.buffer.write(document)
    return 0


if __name__ == "__main__":
    sys.exit(main())
