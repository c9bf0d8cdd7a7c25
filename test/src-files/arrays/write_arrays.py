"""Writes the arrays of `fixtures`, and what NumPy reads of them, into `fixtures/read.json`.

python3 write_arrays.py (NumPy, h5py, safetensors)
"""

import json
from pathlib import Path

import h5py
import numpy as np
from safetensors.numpy import save_file

FOLDER = Path(__file__).parent / "fixtures"
FOLDER.mkdir(exist_ok=True)
random = np.random.default_rng(0)
x = random.normal(size=(12, 3, 2)).round(3)
y = np.arange(12) % 3
names = np.array(["cat", "dog", "émeu"])[y]
pictures = random.integers(0, 256, size=(12, 4, 5), dtype=np.uint8)
TYPES = ["?", "u1", "i1", "<u2", ">i2", "<u4", ">u4", "<i8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]


def write():
    np.savez(FOLDER / "plain.npz", x=x, y=y)
    np.savez_compressed(FOLDER / "packed.npz", X=x.astype("f4"), Y=names)
    np.savez(FOLDER / "split.npz", x_train=pictures[:8], y_train=y[:8], x_test=pictures[8:], y_test=y[8:])
    save_file({"x": x.astype("f4"), "y": y}, FOLDER / "plain.safetensors")
    with h5py.File(FOLDER / "plain.h5", "w") as file:
        file.create_dataset("x", data=x, compression="gzip")
        file["y"] = y
    values = np.array([0, 1, 1, 0, 1, 1]).reshape(3, 2)
    np.savez(FOLDER / "types.npz", **{f"t{at}": (values * (1 if t == "?" else 100)).astype(t) for at, t in enumerate(TYPES)})
    np.savez(FOLDER / "fortran.npz", x=np.asfortranarray(x[..., 0]), y=y)
    np.savez(FOLDER / "objects.npz", x=x, y=names.astype(object))
    np.savez(FOLDER / "hot.npz", x=x, y=np.eye(3)[y])
    np.savez(FOLDER / "short.npz", x=x, y=y[:-1])
    np.savez(FOLDER / "floats.npz", x=x, y=y / 4)
    unknown = x.copy()
    unknown[7, 1, 1] = np.nan
    np.savez(FOLDER / "unknown.npz", x=unknown, y=y)
    np.save(FOLDER / "alone.npy", x)


if __name__ == "__main__":
    write()
    types = {name: array.astype(float).tolist() for name, array in np.load(FOLDER / "types.npz").items()}
    read = {"x": x.tolist(), "y": y.tolist(), "names": names.tolist(), "pictures": pictures.tolist(), "types": types}
    (FOLDER / "read.json").write_text(json.dumps(read) + "\n")
