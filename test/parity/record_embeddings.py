"""
Outputs and gradients of torch.nn.Embedding beside numbers, before one linear layer without a bias:

    pip install torch
    python test/parity/record_embeddings.py > test/parity/fixtures/embeddings.json
"""

import json

import torch

torch.manual_seed(19)
numbers = torch.randn(5, 2, dtype=torch.float64)
places = torch.tensor([[0, 2], [3, 1], [1, 0], [3, 2], [2, 1]])
embeddings = [torch.nn.Embedding(4, 2, dtype=torch.float64), torch.nn.Embedding(3, 3, dtype=torch.float64)]
linear = torch.nn.Linear(7, 2, bias=False, dtype=torch.float64)
embedded = [embedding(places[:, column]) for column, embedding in enumerate(embeddings)]
outputs = linear(torch.cat([numbers, *embedded], -1))
factors = torch.randn(5, 2, dtype=torch.float64)
(outputs * factors).sum().backward()
print(
    json.dumps(
        {
            "version": torch.__version__,
            "numbers": numbers.tolist(),
            "places": places.tolist(),
            "tables": [embedding.weight.tolist() for embedding in embeddings],
            "weights": linear.weight.T.tolist(),
            "outputs": outputs.tolist(),
            "factors": factors.tolist(),
            "gradients": [*(embedding.weight.grad.tolist() for embedding in embeddings), linear.weight.grad.T.tolist()],
        },
        indent=1,
    )
)
