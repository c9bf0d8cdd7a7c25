"""
Trains the experiment beside this file over the processes that torchrun started; README.md has the commands.

Writes `run.json`, which `parasample import run.json` stores as a run, and `state-dict.safetensors`, the posterior in
torch_blue's names.
"""

import argparse
import json
import os
from pathlib import Path

import torch
import torch.distributed as dist
from safetensors.torch import save_file

from data import Data
from evaluation import evaluate
from mesh import Mesh
from network import Network, analytical_kl, draw, start
from objective import data_term
from run_log import RunLog
from schedule import EarlyStopping, learning_rate_at, optimizer_of

FOLDER = Path(__file__).parent


def main():
    """Joins the other processes, trains, and leaves in order."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=FOLDER, help="where the results go")
    arguments.add_argument("--seed", type=int, help="another seed than the experiment's")
    given = arguments.parse_args()
    experiment = json.loads((FOLDER / "experiment.json").read_text())
    if given.seed is not None:
        experiment["seed"] = given.seed
    device = join()
    try:
        Run(experiment, given.out, device).run()
    finally:
        dist.destroy_process_group()


def join():
    """Meets the other processes; each has a GPU of its own where there are any."""
    if not torch.cuda.is_available():
        dist.init_process_group("gloo")
        return torch.device("cpu")
    device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
    torch.cuda.set_device(device)
    dist.init_process_group("nccl")
    return device


class Run:
    """One process's part of the training."""

    def __init__(self, experiment, out, device):
        self.experiment, self.out, self.device = experiment, out, device
        self.inference, self.training = experiment["inference"], experiment["training"]
        self.mesh = Mesh(experiment["parallel"], self.training["samples"])
        self.data = Data(FOLDER / "data", experiment)
        classes = len(json.loads((FOLDER / "data" / "classes.json").read_text()))
        network = Network(experiment["model"], self.inference["prior"], self.data.shape, classes)
        start(network, self.inference, experiment["seed"])
        self.network = network.to(device)
        self.optimizer = optimizer_of(self.network.parameters(), self.training["optimizer"])
        self.batch_items = min(self.training["batchSize"], len(self.data.train))
        # Items that do not fill a batch are left to later epochs' orders.
        self.steps_per_epoch = len(self.data.train) // self.batch_items
        self.early_stopping = EarlyStopping(self.training.get("earlyStopping"))
        self.step = 0

    def run(self):
        """Trains to the end and writes the results; the first process speaks for all."""
        log = self._open_log()
        try:
            self._train(log)
            self._measure(log, "test", self.data.test)
            if log:
                log.say(f"Trained {self.step} steps.")
                log.end("finished")
                state = {name: value.cpu().contiguous() for name, value in self.network.state_dict().items()}
                save_file(state, self.out / "state-dict.safetensors")
        except BaseException as error:
            if log:
                log.end("failed", f"{type(error).__name__}: {error}")
            raise

    def _open_log(self):
        if not self.mesh.is_first:
            return None
        self.out.mkdir(parents=True, exist_ok=True)
        processes = dist.get_world_size()
        kind = "gpu" if self.device.type == "cuda" else "cpu"
        parallel = {**self.experiment["parallel"], "devices": [f"{kind}:{rank}" for rank in range(processes)]}
        if parallel["mode"] == "local" and processes > 1:
            parallel["mode"] = "sp"
        engine = f"PyTorch {torch.__version__} and torch_blue on {processes} processes ({dist.get_backend()})"
        return RunLog(self.out / "run.json", {**self.experiment, "parallel": parallel}, engine)

    def _train(self, log):
        epochs = self.training["epochs"]
        total = min(self.training.get("steps", epochs * self.steps_per_epoch), epochs * self.steps_per_epoch)
        while self.step < total and not self.early_stopping.is_over:
            epoch = self.step // self.steps_per_epoch
            order = self.data.epoch_order(epoch)
            for position in range(min(self.steps_per_epoch, total - self.step)):
                batch = order[position * self.batch_items : (position + 1) * self.batch_items]
                values = self._step(batch, epoch)
                if log:
                    log.measure(self.step, self.step / self.steps_per_epoch, values)
            if self.step % self.steps_per_epoch == 0 and len(self.data.validation) > 0:
                self.early_stopping.take(self._measure(log, "validation", self.data.validation)["nll"])

    def _step(self, batch, epoch):
        """One step of all processes together. The objective is in nats per data set."""
        self.step += 1
        items = self.mesh.items_of(batch)
        labels = self.data.labels[items].to(self.device)
        logits, divergences = draw(
            self.network, self._inputs(items, epoch), self.data.seed, "training", self.step, self.mesh.samples
        )
        term, nll = data_term(logits, labels, self.inference, self.mesh)
        is_analytical = self.inference["kl"] == "analytical"
        kl = analytical_kl(self.network, self.inference["prior"]) if is_analytical else divergences.mean()
        share = self.mesh.share(len(items), len(batch))
        loss = share * (len(self.data.train) * term + self.inference["heat"] * kl)
        self.optimizer.zero_grad()
        loss.backward()
        rate = self._apply()
        accuracy = (logits.argmax(-1) == labels).float().mean()
        report = self.mesh.sum(share * torch.stack([nll, accuracy, kl.detach()])).tolist()
        return self._values(*report, rate)

    def _inputs(self, items, epoch):
        augmentation = self.training["augmentation"]
        if augmentation == "none":
            return self.data.inputs(items).to(self.device)
        group = self.mesh.sample_group if augmentation == "independent" else 0
        return self.data.augmented(items, epoch, group).to(self.device)

    def _apply(self):
        """Every process takes the same step of the optimiser with the gradients of all; returns the learning rate."""
        parameters = list(self.network.parameters())
        self.mesh.sum_gradients(parameters)
        bound = self.training["optimizer"].get("clipNorm")
        if bound is not None:
            torch.nn.utils.clip_grad_norm_(parameters, bound)
        rate = learning_rate_at(self.step, self.steps_per_epoch, self.training)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.step()
        return rate

    def _values(self, nll, accuracy, kl, rate):
        """What a step reports, per item."""
        kl_per_item = kl / len(self.data.train)
        loss = nll + self.inference["heat"] * kl_per_item
        if not loss < float("inf"):
            raise RuntimeError(f"training diverged at step {self.step}; a smaller learning rate usually helps")
        return {
            "train.loss": loss,
            "train.nll": nll,
            "train.kl": kl_per_item,
            "train.accuracy": accuracy,
            "train.learningRate": rate,
        }

    def _measure(self, log, split, items):
        found = evaluate(self.network, self.data, items, split, self.step, self.mesh, self.device)
        if log:
            values = {f"{split}.{name}": value for name, value in found.items()}
            log.measure(self.step, self.step / self.steps_per_epoch, values)
            log.flush()
        return found


if __name__ == "__main__":
    main()
