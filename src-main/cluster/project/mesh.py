"""Who does what: processes form a mesh of sample groups x data groups, as the experiment's mode says."""

import copy

import torch
import torch.distributed as dist


def split_evenly(total, parts):
    """Ranges of whole numbers, the longer ones first: 16 over 3 is 6, 5 and 5 long."""
    least, longer = divmod(total, parts)
    starts = [part * least + min(part, longer) for part in range(parts + 1)]
    return [range(start, end) for start, end in zip(starts, starts[1:])]


def mesh_of(mode, processes, data_groups=1):
    """Sample groups and data groups of a mode; one machine's `local` run has its samples spread, as in `sp`."""
    if mode == "ddp":
        return 1, processes
    if mode != "hybrid":
        return processes, 1
    if processes % data_groups != 0:
        raise SystemExit(f"{processes} processes do not divide into {data_groups} data groups (parallel.dataGroups).")
    return processes // data_groups, data_groups


class Mesh:
    """This process's place in the mesh, and what processes tell each other."""

    def __init__(self, parallel, samples):
        rank, processes = dist.get_rank(), dist.get_world_size()
        self.sample_groups, self.data_groups = mesh_of(parallel["mode"], processes, parallel.get("dataGroups", 1))
        if samples < self.sample_groups:
            raise SystemExit(f"{samples} samples are fewer than {self.sample_groups} groups of processes.")
        self.all_samples = samples
        self.data_group, self.sample_group = divmod(rank, self.sample_groups)
        self.samples = split_evenly(samples, self.sample_groups)[self.sample_group]
        self.is_first = rank == 0
        # All processes must make all groups, in the same order.
        rows = [
            dist.new_group([row * self.sample_groups + column for column in range(self.sample_groups)])
            for row in range(self.data_groups)
        ]
        self._same_items = rows[self.data_group]

    def with_samples(self, samples):
        """The same mesh with another number of samples."""
        other = copy.copy(self)
        other.all_samples = samples
        other.samples = split_evenly(samples, self.sample_groups)[self.sample_group]
        return other

    def part_of(self, count):
        """The places of this process's items among so many."""
        return split_evenly(count, self.data_groups)[self.data_group]

    def items_of(self, batch):
        """This process's part of a batch of items."""
        part = self.part_of(len(batch))
        return batch[part.start : part.stop]

    def share(self, items, batch_items):
        """What this process's samples of so many items count for in a step; all shares together are 1."""
        return len(self.samples) * items / (self.all_samples * batch_items)

    def sum(self, tensor):
        """The sum over all processes, in place."""
        dist.all_reduce(tensor)
        return tensor

    def log_sum_exp(self, own):
        """log(sum(exp)) over all processes; -inf counts for nothing."""
        largest = own.clamp_min(torch.finfo(own.dtype).min)
        dist.all_reduce(largest, dist.ReduceOp.MAX)
        return largest + self.sum((own - largest).exp()).log()

    def log_sum_exp_over_samples(self, own):
        """log(sum(exp)) over the processes that have other samples of the same items."""
        if self.sample_groups == 1:
            return own
        parts = [torch.empty_like(own) for _ in range(self.sample_groups)]
        dist.all_gather(parts, own, group=self._same_items)
        return torch.stack(parts).logsumexp(0)

    def gather_samples(self, own):
        """All samples of this process's items, [all samples, items, ...], from the processes that hold some of them."""
        counts = [len(part) for part in split_evenly(self.all_samples, self.sample_groups)]
        padded = torch.cat([own, own.new_zeros(counts[0] - len(own), *own.shape[1:])])
        parts = [torch.empty_like(padded) for _ in counts]
        dist.all_gather(parts, padded, group=self._same_items)
        return torch.cat([part[:count] for part, count in zip(parts, counts)])

    def sum_gradients(self, parameters):
        """Adds up what every process found, in one message."""
        gradients = [parameter.grad for parameter in parameters]
        flat = self.sum(torch.cat([gradient.flatten() for gradient in gradients]))
        for gradient, part in zip(gradients, flat.split([gradient.numel() for gradient in gradients])):
            gradient.copy_(part.view_as(gradient))
