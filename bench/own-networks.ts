// The time of a training step of networks that a person brings as ONNX files, beside the same networks on PyTorch, in rounds
// that take turns; and our own ViT brought so beside itself.
// npm run bench -- own-networks [--only NAME]
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { appFolders } from '../src-files/app-folders';
import { installedRuntime } from '../src-main/runtime/runtime';
import { type Binding, loadBinding } from '../src-workers/engine/tensorflow/binding';
import { networkFor } from '../src-workers/models/build-model';
import { allBayesian, broughtModel, classes, type OwnStep, ownStep } from './own-networks/own-step';
import source from './own-networks/torch_networks.py?raw';
import { forTorch, type OwnNetwork, ownNetworks, ownVit } from './own-networks/workloads';
import { StepProcess } from './step-time/step-process';

const rounds = 7;
const leastRoundMs = 300;

/** What takes steps of one network: of ours, or of another process. */
interface Stepper {
  readonly name: string;
  measure(steps: number): number | Promise<number>;
}

export default async function benchOwnNetworks(): Promise<void> {
  const { PARASAMPLE_PARITY_PYTHON: python, PARASAMPLE_BENCH_ONLY: only } = process.env;
  const runtime = installedRuntime(appFolders().cache);
  if (!python || !runtime) throw new Error('Start this bench with npm run bench -- own-networks.');
  const folder = mkdtempSync(join(tmpdir(), 'parasample-own-networks-'));
  try {
    const bench = { python, folder, binding: loadBinding(runtime.binding) };
    for (const network of ownNetworks)
      if (!only || only === network.name) console.log(await besidePytorch(network, bench));
    if (!only || only === ownVit.name) console.log(await besideItself(bench));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Bench {
  readonly python: string;
  readonly folder: string;
  readonly binding: Binding;
}

async function besidePytorch(network: OwnNetwork, bench: Bench): Promise<string> {
  const own = ownStep(allBayesian(broughtModel(exported(network, bench), network)), network, bench.binding);
  const peers = await Promise.all(network.ways.map((way) => startPeer(network, way, bench.python)));
  const times = await inTurn([{ name: 'ours', ...own }, ...peers]);
  own.dispose();
  for (const { process } of peers) process.stop();
  const [ours, ...others] = [...times];
  const [quickest] = others.sort(([, a], [, b]) => median(a) - median(b));
  return `${network.name}: ${[ours, ...others].map(textOf).join(', ')}; ${quickest[0]} / ours ${ratio(quickest[1], ours[1])}`;
}

/** Our own ViT, and the same out of a file: norms are point estimates in both, as they are by default. */
async function besideItself(bench: Bench): Promise<string> {
  const brought = ownStep(broughtModel(exported(ownVit, bench), ownVit), ownVit, bench.binding);
  const settings = { patchSize: 4, width: 192, depth: 6, heads: 3, mlpWidth: 768, dropout: 0 };
  const shapes = { inputShape: ownVit.inputShape, outputShape: [classes] };
  const own: OwnStep = ownStep(networkFor({ kind: 'vit', ...settings }, shapes), ownVit, bench.binding);
  const times = await inTurn([
    { name: 'brought', ...brought },
    { name: 'own', ...own },
  ]);
  for (const step of [brought, own]) step.dispose();
  const [[, ofBrought], [, ofOwn]] = [...times];
  return `${ownVit.name}: ${[...times].map(textOf).join(', ')}; brought / own ${ratio(ofBrought, ofOwn)}`;
}

function exported(network: OwnNetwork, { python, folder }: Bench): string {
  const file = join(folder, `${network.name}.onnx`);
  execFileSync(python, ['-c', source, 'export', forTorch(network), file], { stdio: 'ignore' });
  return file;
}

async function startPeer(network: OwnNetwork, way: string, python: string) {
  const child = spawn(python, ['-c', source, 'step', forTorch(network), way], {
    env: { ...process.env, OMP_NUM_THREADS: String(availableParallelism()) },
  });
  const process_ = await StepProcess.of(child, `PyTorch could not run ${network.name} (${way})`);
  return { name: `PyTorch ${way}`, process: process_, measure: (steps: number) => process_.measure(steps) };
}

/** Milliseconds a step of each, by rounds. */
async function inTurn(steppers: readonly Stepper[]): Promise<ReadonlyMap<string, number[]>> {
  const steps = Math.max(1, Math.round(leastRoundMs / (await steppers[0].measure(1))));
  const times = new Map(steppers.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1)
    for (const stepper of steppers) times.get(stepper.name)?.push(await stepper.measure(steps));
  return times;
}

function textOf([name, times]: readonly [string, readonly number[]]): string {
  const ms = (value: number) => value.toFixed(0);
  return `${name} ${ms(median(times))} ms (${ms(Math.min(...times))} to ${ms(Math.max(...times))})`;
}

/** The median of the rounds' own, with the least and largest. */
function ratio(above: readonly number[], below: readonly number[]): string {
  const ratios = above.map((value, round) => value / below[round]);
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
