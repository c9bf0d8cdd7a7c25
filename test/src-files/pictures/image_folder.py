"""Records which classes and samples torchvision's ImageFolder lists, in which order: `fixtures/image-folder.json`."""

import json
import tempfile
from pathlib import Path

from torchvision.datasets import ImageFolder

NAMES = [
    "dog/2.png", "dog/10.png", "dog/B.JPG", "dog/a.jpeg", "dog/deep/1.png", "dog/deep/er/0.webp", "dog/notes.txt",
    "Zebra/1.tif", "apple pie/1.tiff", "éclair/1.png", "cat/1.png", "cat/.1.txt", "10/x.png", "9/y.png",
]  # fmt: skip

with tempfile.TemporaryDirectory() as folder:
    for name in NAMES:
        file = Path(folder, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    listed = ImageFolder(folder)
    samples = [[str(Path(file).relative_to(folder)), label] for file, label in listed.samples]
    record = {"names": NAMES, "classes": listed.classes, "samples": samples}
    (Path(__file__).parent / "fixtures" / "image-folder.json").write_text(json.dumps(record, indent=1) + "\n")
