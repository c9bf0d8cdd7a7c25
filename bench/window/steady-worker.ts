import { Reporter } from '../../src-workers/run/reporter';
import type { StepOutcome } from '../../src-workers/train/trainer';
import type { ScriptedWorker } from '../../test/runs/scripted-launcher';

const totalSteps = 1_000_000;
const stepsPerEpoch = 100;
const wakeEveryMs = 10;

/** A worker that computes nothing and reports as a real one does, at so many steps a second, until it is stopped. */
export function steadyWorker(worker: ScriptedWorker, stepsPerSecond: number): void {
  let end = () => {};
  worker.onReceived = (message) => {
    if (message.type === 'train') end = reportSteps(worker, stepsPerSecond);
    if (message.type !== 'stop') return;
    end();
    worker.say({ type: 'finished', stopped: true, finalMetrics: {} });
    worker.exit(0);
  };
  worker.say({ type: 'hello' });
}

/** Returns the function that ends it. */
function reportSteps(worker: ScriptedWorker, stepsPerSecond: number): () => void {
  const port = { post: worker.say.bind(worker), onMessage: () => {} };
  const reporter = new Reporter(port, 0, totalSteps);
  reporter.phase('training');
  const started = performance.now();
  let step = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - started) * stepsPerSecond) / 1000;
    while (step < due) takeStep(reporter, ++step);
  }, wakeEveryMs);
  return () => clearInterval(timer);
}

function takeStep(reporter: Reporter, step: number): void {
  const outcome: StepOutcome = {
    report: { nll: 0, fit: 0, kl: 0 },
    learningRate: 0.001,
    computeMs: 1,
    exchangeMs: 0,
    wishes: { asked: 'nothing', checkpoint: false },
  };
  reporter.step({ step, epoch: step / stepsPerEpoch }, 0, outcome, objectiveAt(step));
}

/** Falling and noisy, so that every curve has something to draw. */
function objectiveAt(step: number): Readonly<Record<string, number>> {
  const nll = 2 / (1 + step / 1000) + Math.random();
  const kl = 1 / (1 + step / 5000);
  const accuracy = 1 - 0.5 * Math.random();
  return {
    'train.loss': nll + kl,
    'train.nll': nll,
    'train.kl': kl,
    'train.accuracy': accuracy,
    'train.learningRate': 0.001,
  };
}
