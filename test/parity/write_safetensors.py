"""Records a safetensors file with tensors of each type, and what PyTorch makes of them as 32-bit floats.

python write_safetensors.py FOLDER
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
# The edges of half precision: its smallest, its largest subnormal, its largest; then bfloat16's reach.
halves = [0.0, -0.0, 1.0, -2.5, 2**-24, 1023 * 2**-24, -(2**-14), 65504.0, 1 / 3, float("inf"), float("nan")]
tensors = {
    "f16": torch.tensor(halves, dtype=torch.float16),
    "bf16": torch.tensor([*halves, 3e38, 1e-40, -1e-3], dtype=torch.bfloat16),
    "f64": torch.tensor([[0.1, -1e300 * 1e-300], [2**53 + 1.0, 1e-45]], dtype=torch.float64),
    "i64": torch.tensor([2**63 - 1, -(2**63), 16777217], dtype=torch.int64),
    "i32": torch.tensor([-(2**31), 2**31 - 1], dtype=torch.int32),
    "i16": torch.tensor([-32768, 32767, 5], dtype=torch.int16),
    "i8": torch.tensor([-128, 127], dtype=torch.int8),
    "u8": torch.tensor([0, 255, 7], dtype=torch.uint8),
    "u16": torch.tensor([65535], dtype=torch.uint16),
    "u32": torch.tensor([4294967295], dtype=torch.uint32),
    "u64": torch.tensor([18446744073709551615], dtype=torch.uint64),
    "bool": torch.tensor([True, False, True]),
    "f32": torch.tensor([1.5, -0.0]),
    "num_batches_tracked": torch.tensor(12, dtype=torch.int64),
}
save_file(tensors, folder / "types.safetensors")
save_file({"f8": torch.tensor([1.0]).to(torch.float8_e4m3fn)}, folder / "float8.safetensors")
# The bits of each value, which tell zeros apart; NaN is null.
bits = {
    name: {
        "shape": list(tensor.shape),
        "bits": [None if v.isnan() else v.view(torch.int32).item() for v in tensor.to(torch.float32).flatten()],
    }
    for name, tensor in tensors.items()
}
(folder / "expected.json").write_text(json.dumps(bits, indent=1) + "\n")
