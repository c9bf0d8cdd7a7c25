"""Dense layers behind whatever a network does first."""

import math

import torch


class DenseStack(torch.nn.Module):
    """Dense layers with an activation between them; units can be dropped behind each but the last."""

    def __init__(self, model, make, input_shape, output_shape, first=None):
        """input_shape: of an item as it comes to the dense layers; first: modules that come before them, by name"""
        super().__init__()
        for name, module in (first or {}).items():
            self.add_module(name, module)
        self.activate = getattr(torch.nn.functional, model["activation"])
        # PyTorch's pictures lie channel by channel, and the first dense layer sees them so.
        self.flattened = (input_shape[-1], *input_shape[:-1]) if len(input_shape) == 3 else tuple(input_shape)
        sizes = [math.prod(input_shape), *model["hidden"], math.prod(output_shape)]
        self.layers = torch.nn.ModuleList(make.linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.drops = torch.nn.ModuleList(make.drop(units) for units in model["hidden"])

    def dense(self, x):
        """x: [items, ...]; returns [items, outputs]"""
        x = x.flatten(1)
        for layer, drop in zip(self.layers, self.drops):
            x = drop(self.activate(layer(x)))
        return self.layers[-1](x)


def channels_first(x):
    """Pictures and fields [items, height, width, channels] as PyTorch has them, others as they are."""
    return x.movedim(-1, 1) if x.dim() == 4 else x
