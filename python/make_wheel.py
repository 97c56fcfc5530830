"""Makes a wheel of the package, with the built library in it.

    make_wheel.py FOLDER PYPROJECT FILE…

The same files give the same bytes. The platform is the one this runs on.
"""

import base64
import hashlib
import os
import re
import sys
import sysconfig
import zipfile

METADATA = """\
Metadata-Version: 2.1
Name: opfit
Version: {version}
Summary: {summary}
Requires-Python: {python}
"""

WHEEL = """\
Wheel-Version: 1.0
Generator: opfit
Root-Is-Purelib: false
Tag: {tag}
"""


def setting(text, key):
    """The string that `key` has in a TOML file or a Python file."""
    return re.search(rf'^{re.escape(key)} = "(.*)"$', text, re.M)[1]


def read(path):
    with open(path, "rb") as file:
        return file.read()


def digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def main(folder, project, *sources):
    files = {f"opfit/{os.path.basename(path)}": read(path) for path in sources}
    settings = read(project).decode()
    version = setting(files["opfit/_version.py"].decode(), "__version__")
    tag = "py3-none-" + re.sub("[-.]", "_", sysconfig.get_platform())

    info = f"opfit-{version}.dist-info"
    summary, python = setting(settings, "description"), setting(settings, "requires-python")
    metadata = METADATA.format(version=version, summary=summary, python=python)
    files[f"{info}/METADATA"] = metadata.encode()
    files[f"{info}/WHEEL"] = WHEEL.format(tag=tag).encode()
    record = [f"{path},sha256={digest(data)},{len(data)}\n" for path, data in files.items()]
    files[f"{info}/RECORD"] = "".join(record + [f"{info}/RECORD,,\n"]).encode()

    os.makedirs(folder, exist_ok=True)
    with zipfile.ZipFile(os.path.join(folder, f"opfit-{version}-{tag}.whl"), "w") as wheel:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path)  # dated 1980, so that no build differs by its time
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if path.endswith(".so") else 0o644) << 16
            wheel.writestr(entry, data)


if __name__ == "__main__":
    main(*sys.argv[1:])
