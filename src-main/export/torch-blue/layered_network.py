class Network(VIModule):
    def __init__(self):
        super().__init__()
        self.convolutions = torch.nn.ModuleList(
            VIConv2d(a, b, 3, padding=1, **PRIOR) for a, b in zip(CHANNELS, CHANNELS[1:])
        )
        self.layers = torch.nn.ModuleList(VILinear(a, b, **PRIOR) for a, b in zip(SIZES, SIZES[1:]))

    def forward(self, x):
        """Logits of normalised images, [items, channels, height, width]."""
        for convolution in self.convolutions:
            x = torch.nn.functional.max_pool2d(activate(convolution(x)), 2)
        x = x.flatten(1)
        for layer in self.layers[:-1]:
            x = activate(layer(x))
        return self.layers[-1](x)
