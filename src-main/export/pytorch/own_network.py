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


def network_with(posterior, weights):
    """The network with these weights in it, called with normalised inputs as the app has them."""
    if Own.module is None:
        raise ValueError("Say first which network the weights are of: from load import use; use(YourModule()).")
    buffers = dict(Own.module.named_buffers())
    # Running statistics that the run moved are among the weights; all others are the file's.
    running = {name: values for name, values in weights.items() if name in buffers}
    weights = {name: values for name, values in weights.items() if name not in buffers}
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
