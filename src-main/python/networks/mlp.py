"""Multilayer perceptrons."""

from dense_stack import DenseStack, channels_first


class Mlp(DenseStack):
    """Dense layers on flattened items, of whatever shape."""

    def forward(self, x):
        """x: [items, ...input shape]; returns [items, outputs]"""
        return self.dense(channels_first(x))
