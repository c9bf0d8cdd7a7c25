"""Convolutional networks for pictures and fields."""

import torch

from dense_stack import DenseStack, channels_first


class Cnn(DenseStack):
    """3 x 3 convolutions, each followed by 2 x 2 pooling, then dense layers."""

    def __init__(self, model, make, input_shape, output_shape):
        (*sides, inputs), channels = input_shape, model["channels"]
        shrunk = [side // 2 ** len(channels) for side in sides]
        blocks = torch.nn.ModuleList(make.convolution(a, b) for a, b in zip([inputs, *channels], channels))
        super().__init__(model, make, [*shrunk, channels[-1]], output_shape, {"convolutions": blocks})

    def forward(self, x):
        """x: [items, height, width, channels]; returns [items, outputs]"""
        x = channels_first(x)
        for convolution in self.convolutions:
            x = torch.nn.functional.max_pool2d(self.activate(convolution(x)), 2)
        return self.dense(x)
