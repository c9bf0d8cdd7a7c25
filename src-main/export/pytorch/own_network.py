# Where PyTorch's gates lie among ONNX's: i f g o of i o f c, r z n of z r h.
GATES = {"LSTM": (0, 2, 3, 1), "GRU": (1, 0, 2), "RNN": (0,)}


class Own:
    """The network of the person's own that weights go into, and what of it is no weight."""

    module = None
    buffers = {}


def use(module):
    """
    Says which network the weights are of: your nn.Module, built as it was for the export (with the head that the run had). The
    numbers in it do not matter.
    """
    Own.module, Own.buffers = module.eval(), load_file(Path(__file__).with_name("buffers.safetensors"))


def plain_network(posterior, weights):
    """The network with these weights in it, called with normalised inputs as the app has them."""
    if Own.module is None:
        raise ValueError("Say first which network the weights are of: from load import use; use(YourModule()).")
    buffers = dict(Own.module.named_buffers())
    # Running statistics that the run moved are among the weights; all others are the file's.
    running = {name: values for name, values in weights.items() if name in buffers}
    weights = unpacked({name: values for name, values in weights.items() if name not in buffers}, Own.module)
    module = fitting_module(weights)
    own = dict(module.named_parameters())
    values = {parameter_of(name, own): in_torch_order(name, values) for name, values in weights.items()}
    refuse_misfits(own, values)
    values = {name: tensor.reshape(own[name].shape) for name, tensor in values.items()}
    buffers = {name: Own.buffers[name] for name, _ in module.named_buffers() if name in Own.buffers} | running

    def forward(x):
        x = x.permute(0, *[axis + 1 for axis in AXES]).reshape(len(x), *ITEM)
        outputs = joined(torch.func.functional_call(module, {**values, **buffers}, (x,)), posterior)
        # Of probabilities the numbers before the softmax, but for a constant.
        return outputs.clamp(min=torch.finfo(outputs.dtype).tiny).log() if ENDS_IN_SOFTMAX else outputs

    return forward


def unpacked(weights, module):
    """
    Recurrent layers as nn.LSTM, nn.GRU and nn.RNN have them: each direction by itself, gates in PyTorch's order. Here the second
    layer of `lstm` is called `lstm_2`.
    """
    weights = dict(weights)
    for path, part in module.named_modules():
        if not isinstance(part, torch.nn.RNNBase):
            continue
        for at in range(part.num_layers):
            layer = path if at == 0 else f"{path}_{at + 1}"
            kinds = ("weight_ih", "weight_hh", "bias") if part.bias else ("weight_ih", "weight_hh")
            if all(f"{layer}.{kind}" in weights for kind in kinds):
                packed = {kind: weights.pop(f"{layer}.{kind}") for kind in kinds}
                weights |= unpacked_layer(packed, part, f"{path}.", f"_l{at}")
    return weights


def unpacked_layer(packed, part, before, after):
    gates, own = GATES[part.mode.split("_")[0]], {}
    for direction, ending in enumerate(["", "_reverse"][: 1 + part.bidirectional]):
        of_direction = {kind: values[direction] for kind, values in packed.items()}
        if part.bias:
            of_direction |= dict(zip(("bias_ih", "bias_hh"), of_direction.pop("bias").chunk(2)))
        for kind, values in of_direction.items():
            blocks = values.chunk(len(gates))
            own[f"{before}{kind}{after}{ending}"] = torch.cat([blocks[gate] for gate in gates])
    return own


def joined(outputs, posterior):
    """What the heads take, one after the other; else the first of several outputs, or all side by side where it is not enough, as values and their log-variances."""
    if OUTPUTS_OF_HEADS:
        outputs = list(outputs.values()) if isinstance(outputs, dict) else outputs
        return torch.cat([row_of(outputs[place], place) for places in OUTPUTS_OF_HEADS for place in places], -1)
    if isinstance(outputs, torch.Tensor):
        return outputs
    *others, last = network_outputs(posterior.task, posterior.experiment["inference"]["noise"])
    if outputs[0][0].numel() == math.prod([*others, last]):
        return outputs[0]
    return torch.cat([output.reshape(len(output), *others, last // len(outputs)) for output in outputs], -1)


def row_of(output, place):
    tiny = torch.finfo(output.dtype).tiny
    return (output.clamp(min=tiny).log() if place in OUTPUTS_IN_SOFTMAX else output).flatten(1)


def fitting_module(weights):
    """PyTorch's exporter folds batch normalisations into the convolutions before them, which get a bias so."""
    own = dict(Own.module.named_parameters())
    if all(parameter_of(name, own) in own for name in weights):
        return Own.module
    try:
        return fuse(Own.module)
    except Exception:
        missing = next(name for name in weights if parameter_of(name, own) not in own)
        raise ValueError(f"The network has no {missing}, and its batch normalisations cannot be folded by torch.fx.")


def parameter_of(name, own):
    """A matrix that the code multiplies with by itself has no variable in its name."""
    bare = name.removesuffix(".weight")
    return bare if name not in own and bare in own else name


def in_torch_order(name, values):
    """PyTorch has outputs before inputs, and both before the sides of a kernel."""
    return values.permute(-1, -2, *range(values.ndim - 2)) if name in KERNELS else values


def refuse_misfits(own, values):
    there, here = sorted(set(own) - set(values)), sorted(set(values) - set(own))
    if there or here:
        raise ValueError(f"The network is another: it alone has {there}, and the posterior alone {here}.")
    for name, tensor in values.items():
        if tensor.numel() != own[name].numel():
            raise ValueError(f"The network is another: its {name} is {list(own[name].shape)}, the posterior's {list(tensor.shape)}.")
