"""
Trains the experiment beside this file over the processes that torchrun started; README.md has the commands.

Writes `run.json`, which `parasample import run.json` stores as a run; `posterior.safetensors`, which comes along with it;
and `state-dict.safetensors`, the posterior for PyTorch. A job that was ended early leaves a checkpoint, from which the same
command goes on.
"""

import argparse
import json
import os
import sys
from pathlib import Path

import torch
import torch.distributed as dist
from safetensors.torch import save_file

from asked import Asked
from checkpoint import Checkpoints
from diverging import refuse_divergence
from evaluation import evaluate
from likelihood import likelihood_of
from mesh import Mesh
from network import build_network, divergence, draw, output_shape
from objective import data_term
from open_data import open_data
from posterior import save_posterior
from run_log import RunLog
from schedule import EarlyStopping, epochs_of, kl_weight_at, learning_rate_at, optimizer_of

FOLDER = Path(__file__).parent


def main():
    """Joins the other processes, trains, and leaves in order."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=FOLDER, help="where the results go")
    arguments.add_argument("--seed", type=int, help="another seed than the experiment's")
    arguments.add_argument("--id", help="the run's name in its files; one is made up without it")
    given = arguments.parse_args()
    experiment = json.loads((FOLDER / "experiment.json").read_text())
    if given.seed is not None:
        experiment["seed"] = given.seed
    device = join()
    run = Run(experiment, given.out, device, given.id)
    try:
        run.run()
    finally:
        dist.destroy_process_group()
    if run.asked.leave:
        sys.exit("The job was told to end; the checkpoint says where it stands.")


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

    def __init__(self, experiment, out, device, run_id=None):
        self.experiment, self.out, self.device, self.run_id = experiment, out, device, run_id
        self.inference, self.training = experiment["inference"], dict(experiment["training"])
        if device.type == "cuda" and self.training["precision"] == "tf32":
            torch.set_float32_matmul_precision("high")
        self.mesh = Mesh(experiment["parallel"], self.training["samples"])
        self.data = open_data(FOLDER / "data", experiment)
        self.network = build_network(experiment, self.data.task).to(device)
        self.likelihood = likelihood_of(self.data.task, self.inference["noise"]).to(device)
        named = [*self.network.named_parameters(), *self.likelihood.named_parameters()]
        self.parameters = [parameter for _, parameter in named]
        self.optimizer = optimizer_of(named, self.training["optimizer"], self.inference["logStdRate"], len(self.data.train))
        self.batch_items = min(self.training["batchSize"], len(self.data.train))
        left = len(self.data.train) % self.batch_items
        is_kept = left > 0 and self.training["lastBatch"] == "keep"
        self.steps_per_epoch = len(self.data.train) // self.batch_items + (1 if is_kept else 0)
        self.training["epochs"] = epochs_of(self.training, self.steps_per_epoch)
        all_steps = self.training["epochs"] * self.steps_per_epoch
        self.total_steps = min(self.training.get("steps", all_steps), all_steps)
        self.early_stopping = EarlyStopping(self.training.get("earlyStopping"))
        self.step = 0
        self.owes_epoch_end = False
        self.asked = Asked(out, self.mesh.is_first)
        self.checkpoints = Checkpoints(out, self.training["checkpoint"])

    def run(self):
        """Trains to the end and writes the results; the first process speaks for all."""
        kept, told = self.checkpoints.read()
        if kept:
            self._restore(kept)
        log = self._open_log(kept, told)
        try:
            self._train(log)
            if self.asked.leave:
                return
            self._measure(log, "test", self.data.test)
            if log:
                self._end(log)
        except BaseException as error:
            if log:
                log.end("failed", str(error) if isinstance(error, SystemExit) else f"{type(error).__name__}: {error}")
            raise

    def _end(self, log):
        self._save(log.run_id)
        log.say(f"Trained {self.step} steps.")
        if self.asked.stop and self.step < self.total_steps:
            # Its checkpoint stays: it may go on from there.
            log.end("stopped", "Stopped on request.")
        else:
            log.end("finished")
            self.checkpoints.remove()

    def _open_log(self, kept, told):
        if not self.mesh.is_first:
            return None
        self.out.mkdir(parents=True, exist_ok=True)
        plan = {"totalSteps": self.total_steps, "stepsPerEpoch": self.steps_per_epoch}
        (self.out / "plan.json").write_text(json.dumps(plan))
        processes = dist.get_world_size()
        engine = f"PyTorch {torch.__version__} and torch_blue on {processes} processes ({dist.get_backend()})"
        if kept:
            log = RunLog.reopened(self.out / "run.json", kept["log"], told["logBytes"])
            log.say(f"Goes on after step {kept['step']}, with {engine}.")
            log.flush()
            return log
        return RunLog(self.out / "run.json", self._as_it_ran(), engine, self.run_id)

    def _keep(self, log):
        """Writes a checkpoint; what all processes hold is the same, so that the first one's is enough."""
        if not log:
            return
        log.flush()
        state = {
            "step": self.step,
            "learned": self._what_is_learned(),
            "network": self.network.state_dict(),
            "likelihood": self.likelihood.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "stopping": self.early_stopping.state(),
            "log": log.state(),
            "owes_epoch_end": self._leaves_at_epoch_end(),
        }
        self.checkpoints.write(self.step, state, log.bytes)

    def _leaves_at_epoch_end(self):
        return self.asked.leave and self.step % self.steps_per_epoch == 0

    def _what_is_learned(self):
        training = {name: value for name, value in self.experiment["training"].items() if name != "checkpoint"}
        others = {name: value for name, value in self.experiment.items() if name not in ("name", "parallel", "training")}
        return json.dumps([others, training])

    def _restore(self, kept):
        if kept["learned"] != self._what_is_learned():
            raise SystemExit(f"{self.out} has the checkpoint of other settings; remove checkpoint.json there, or name another --out.")
        self.step = kept["step"]
        self.network.load_state_dict(kept["network"])
        self.likelihood.load_state_dict(kept["likelihood"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.early_stopping.restore(kept["stopping"])
        self.owes_epoch_end = kept.get("owes_epoch_end", False)

    def _as_it_ran(self):
        """The experiment with the devices of all processes."""
        processes, kind = dist.get_world_size(), "gpu" if self.device.type == "cuda" else "cpu"
        parallel = {**self.experiment["parallel"], "devices": [f"{kind}:{rank}" for rank in range(processes)]}
        if parallel["mode"] == "local" and processes > 1:
            parallel["mode"] = "sp"
        return {**self.experiment, "parallel": parallel}

    def _save(self, run_id):
        experiment, file = self._as_it_ran(), self.out / "posterior.safetensors"
        save_posterior(file, run_id, experiment, self.data, self.network, self.likelihood, self.step)
        state = {name: value.cpu().contiguous() for name, value in self.network.state_dict().items()}
        save_file(state, self.out / "state-dict.safetensors")

    def _train(self, log):
        order, order_of = None, None
        if self.owes_epoch_end:
            self._end_epoch(log)
        while self.step < self.total_steps and not self.early_stopping.is_over and not self.asked.anything:
            epoch, position = divmod(self.step, self.steps_per_epoch)
            if order_of != epoch:
                order, order_of = self.data.epoch_order(epoch), epoch
            batch = order[position * self.batch_items : (position + 1) * self.batch_items]
            values = self._step(batch, epoch)
            self.early_stopping.losses.append(values["train.loss"])
            if log:
                log.measure(self.step, self.step / self.steps_per_epoch, values)
            # Who is told to leave has seconds: what the end of an epoch asks for waits until the run goes on.
            if self.step % self.steps_per_epoch == 0 and not self.asked.leave:
                self._end_epoch(log)
            if self.asked.anything or self.checkpoints.is_due(self.step):
                self._keep(log)

    def _end_epoch(self, log):
        is_held_out = len(self.data.validation) > 0
        nll = self._measure(log, "validation", self.data.validation)["nll"] if is_held_out else None
        self.early_stopping.end_epoch(nll, self.step >= self.inference["klWarmup"] * self.total_steps)

    def _step(self, batch, epoch):
        """One step of all processes together. The objective is in nats per data set."""
        self.step += 1
        own = self.mesh.items_of(batch)
        share = self.mesh.share(len(own), len(batch))
        # A process without items of a small last batch draws for one that counts for nothing.
        items = own if len(own) > 0 else batch[:1]
        # Noise of single items belongs to their places in a whole batch.
        place = (self.batch_items, self.mesh.part_of(len(batch)).start if len(own) > 0 else 0)
        targets = self.data.targets(items).to(self.device)
        outputs, divergences = self._draw(self._inputs(items, epoch), "training", self.mesh.samples, place)
        log_likelihoods = self.likelihood.log_likelihood(outputs, targets)
        term, nll = data_term(log_likelihoods, self.inference, self.mesh)
        kl = torch.stack(divergences).mean() if divergences else divergence(self.network, self.inference["prior"])
        heat = self.inference["heat"] * kl_weight_at(self.step, self.total_steps, self.inference)
        loss = share * (len(self.data.train) * term + heat * kl)
        self.optimizer.zero_grad()
        loss.backward()
        rate = self._apply()
        fit = self.likelihood.fit(outputs, targets)
        report = share * torch.stack([nll, fit, kl]).detach()
        *values, stop, leave = self.mesh.sum(torch.cat([report, self.asked.flags().to(report)])).tolist()
        self.asked.take(stop, leave)
        return self._values(*values, rate)

    def _draw(self, inputs_of, purpose, samples, place=None):
        """What single samples say, [samples, items, ...]; matrix products in bfloat16 where that is the precision."""
        is_short = self.training["precision"] == "bf16"
        with torch.autocast(self.device.type, torch.bfloat16, enabled=is_short):
            outputs, divergences = draw(self.network, inputs_of, self.data.seed, purpose, self.step, samples, place)
        return outputs.reshape(*outputs.shape[:2], *output_shape(self.data.task)), divergences

    def _inputs(self, items, epoch):
        """What each sample sees: sample s the view s mod V of the items."""
        views = self.training["views"]
        if views == 0:
            return self._same_for_all(items)
        seen = {view: self.data.augmented(items, epoch, view).to(self.device) for view in self._own_views(views)}
        return lambda sample: seen[sample % views]

    def _own_views(self, views):
        return {sample % views for sample in self.mesh.samples}

    def _same_for_all(self, items):
        inputs = self.data.inputs(items).to(self.device)
        return lambda sample: inputs

    def _apply(self):
        """Every process takes the same step of the optimiser with the gradients of all; returns the learning rate."""
        self.mesh.sum_gradients(self.parameters)
        bound = self.training["optimizer"].get("clipNorm")
        if bound is not None:
            torch.nn.utils.clip_grad_norm_(self.parameters, bound)
        rate = learning_rate_at(self.step, self.steps_per_epoch, self.training)
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["rate"]
        self.optimizer.step()
        return rate

    def _values(self, nll, fit, kl, rate):
        """What a step reports, per item."""
        refuse_divergence(self.step, nll, kl, self.network, self.likelihood)
        kl_per_item = kl / len(self.data.train)
        return {
            "train.loss": nll + self.inference["heat"] * kl_per_item,
            "train.nll": nll,
            "train.kl": kl_per_item,
            self.likelihood.fit_name: fit,
            "train.learningRate": rate,
        }

    def _measure(self, log, split, items):
        # Final scores are of samples of their own number; validation makes do with those of a step.
        samples = self.experiment["evaluation"]["samples"] if split == "test" else self.training["samples"]
        mesh = self.mesh.with_samples(samples)

        def predict(chosen):
            return self._draw(self._same_for_all(chosen), split, mesh.samples)[0]

        found = evaluate(predict, self.likelihood, self.data, items, mesh, self.device)
        if log:
            values = {f"{split}.{name}": value for name, value in found.items()}
            log.measure(self.step, self.step / self.steps_per_epoch, values)
            log.flush()
        return found


if __name__ == "__main__":
    main()
