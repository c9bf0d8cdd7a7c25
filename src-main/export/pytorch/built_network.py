def plain_network(posterior, weights):
    """The network with these weights in it."""
    task = posterior.task
    outputs = network_outputs(task, posterior.experiment["inference"]["noise"])
    network = NETWORK(posterior.experiment["model"], Layers, embedded_shape(task), outputs)
    network.load_state_dict({name: in_torch_order(network, name, values) for name, values in weights.items()}, strict=True)
    return network.eval()


def in_torch_order(network, name, values):
    """PyTorch has outputs before inputs, and the channels of a picture before its rows and columns."""
    if not name.endswith(".weight") or values.ndim < 2:
        return values
    if values.ndim == 4:
        return values.permute(3, 2, 0, 1)
    flattened = getattr(network, "flattened", []) if name == "layers.0.weight" else []
    if len(flattened) != 3:
        return values.T
    channels, height, width = flattened
    return values.unflatten(0, (height, width, channels)).permute(3, 2, 0, 1).flatten(1)


class Layers:
    """The layers that networks are made of."""

    @staticmethod
    def linear(inputs, outputs, bias=True):
        return torch.nn.Linear(inputs, outputs, bias=bias)

    @staticmethod
    def convolution(inputs, outputs):
        """3 x 3, keeping height and width."""
        return torch.nn.Conv2d(inputs, outputs, 3, padding=1)

    @staticmethod
    def drop(units):
        return Drop(units)
