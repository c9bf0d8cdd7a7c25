"""Multilayer perceptrons, and convolutional networks for pictures and fields."""

import torch
from torch.nn import functional
from torch_blue.vi import VIModule


class Layered(VIModule):
    """3 x 3 convolutions with 2 x 2 pooling where the model has any, then dense layers."""

    def __init__(self, model, make, input_shape, outputs):
        super().__init__()
        self.activate = getattr(functional, model["activation"])
        channels = [input_shape[-1], *model.get("channels", [])]
        shape = [*input_shape]
        if len(shape) == 3:
            shrink = 2 ** (len(channels) - 1)
            # PyTorch's pictures lie channel by channel; the first dense layer sees them so.
            shape = [channels[-1], shape[0] // shrink, shape[1] // shrink]
        self.flattened = tuple(shape)
        sizes = [torch.Size(shape).numel(), *model["hidden"], outputs]
        self.convolutions = torch.nn.ModuleList(make.convolution(a, b) for a, b in zip(channels, channels[1:]))
        self.layers = torch.nn.ModuleList(make.linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        """x: [items, ...input shape]; returns [items, outputs]"""
        if x.dim() == 4:
            x = x.permute(0, 3, 1, 2)
        for convolution in self.convolutions:
            x = functional.max_pool2d(self.activate(convolution(x)), 2)
        x = x.flatten(1)
        for layer in self.layers[:-1]:
            x = self.activate(layer(x))
        return self.layers[-1](x)
