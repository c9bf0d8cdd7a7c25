"""Records moments and a draw of torch-uncertainty's SWAG (PyPI, 0.13.0) from given weights and noise: the fixture of swag.test.ts.

    pip install torch-uncertainty && python test/parity/record_swag.py
"""

import json
from pathlib import Path

import torch
from torch_uncertainty.methods import SWAG

SNAPSHOTS, RANK, SHAPES = 9, 4, [(3, 2), (2,)]


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.tensors = torch.nn.ParameterList(torch.zeros(shape, dtype=torch.float64) for shape in SHAPES)


def main():
    torch.set_default_dtype(torch.float64)
    generator = torch.Generator().manual_seed(5)
    draw = lambda *shape: torch.randn(shape, generator=generator).float().double()
    network = Network()
    # The paper halves the covariance; torch-uncertainty's scale is 1 unless said.
    swag = SWAG(network, cycle_start=0, cycle_length=1, scale=0.5, max_num_models=RANK, var_clamp=0.0, num_estimators=1)
    snapshots = []
    for epoch in range(1, SNAPSHOTS + 1):
        weights = [(0.7 + 0.1 * draw(*shape)).float().double() for shape in SHAPES]
        for tensor, values in zip(network.tensors, weights):
            tensor.data.copy_(values)
        swag.update_wrapper(epoch)
        snapshots.append([values.flatten().tolist() for values in weights])
    own, factors = [draw(*shape) for shape in SHAPES], draw(RANK)
    # It draws these anew for every tensor; the paper's covariance is of all weights together.
    given = iter([one for values in own for one in (values, factors)])
    torch.randn_like = lambda *_, **__: next(given)
    torch.randn = lambda *_, **__: next(given)
    drawn = swag.sample(swag.scale)
    stats = {name.removeprefix(swag.prfx): values for name, values in swag.swag_stats.items()}
    of = lambda part: [stats[f"tensors.{index}_{part}"] for index in range(len(SHAPES))]
    record = {
        "rank": RANK,
        "snapshots": snapshots,
        "mean": [values.flatten().tolist() for values in of("mean")],
        "variance": [
            (squares - mean**2).flatten().tolist() for mean, squares in zip(of("mean"), of("sq_mean"))
        ],
        "deviations": [values.tolist() for values in of("covariance_sqrt")],
        "noise": [values.flatten().tolist() for values in own],
        "factors": factors.tolist(),
        "drawn": [values.detach().flatten().tolist() for values in drawn.tensors],
    }
    Path(__file__).with_name("fixtures").joinpath("swag.json").write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
