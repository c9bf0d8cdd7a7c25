class Network(torch.nn.Module):
    """Convolutions, where there are any, each followed by 2 x 2 pooling; then dense layers."""

    def __init__(self, model, task):
        super().__init__()
        self.activate = getattr(torch.nn.functional, model["activation"])
        *sides, features = task["inputShape"]
        channels = model.get("channels", [])
        self.convolutions = torch.nn.ModuleList(
            torch.nn.Conv2d(inputs, outputs, 3, padding=1) for inputs, outputs in zip([features, *channels], channels)
        )
        cells = math.prod(side // 2 ** len(channels) for side in sides)
        sizes = [cells * [features, *channels][-1], *model["hidden"], outputs_of(task)]
        self.layers = torch.nn.ModuleList(torch.nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.drops = torch.nn.ModuleList(Drop(units) for units in model["hidden"])

    def forward(self, x):
        if self.convolutions:
            x = x.movedim(-1, 1)
            for convolution in self.convolutions:
                x = torch.nn.functional.max_pool2d(self.activate(convolution(x)), 2)
            x = x.movedim(1, -1)
        x = x.flatten(1)
        for layer, drop in zip(self.layers, self.drops):
            x = drop(self.activate(layer(x)))
        return self.layers[-1](x)
