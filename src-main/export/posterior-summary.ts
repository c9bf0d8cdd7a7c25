import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import { type Prior, priorStdOf } from '../../src-shared/experiment/priors';
import { decodeSafetensors, type Tensor } from '../../src-shared/formats/safetensors';
import { type PosteriorTask, readPosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import type { LayerSummary, PosteriorSummary } from '../../src-shared/posterior/posterior-summary';
import { factoredKernel, factoredWeights } from '../../src-shared/posterior/rank-one';
import { wholeSpread } from '../../src-shared/posterior/whole-spread';
import { histogramOf } from './histogram';
import { learnedNoises } from './learned-noise';

/**
 * Histograms, signal to noise and KL divergence of each layer of a run's posterior, layer by layer so that other work
 * gets in between. Throws BadInputError where the run has none yet, or its file is none.
 */
export async function summarisePosterior(
  runFolder: string,
  runId: string,
  { inference }: Experiment,
): Promise<PosteriorSummary> {
  const { tensors, task } = await readTensors(runFolder, runId);
  const noise = task && learnedNoises(task, inference.noise, tensors);
  const layers: LayerSummary[] = [];
  for (const [name, parts] of byLayer(tensors)) {
    layers.push(await summariseLayer(name, parts, inference.prior));
  }
  const klMissing = whyNoKl(inference, layers);
  return {
    layers,
    ...(klMissing === undefined ? {} : { klMissing }),
    ...(noise && noise.length > 0 ? { noise } : {}),
  };
}

/** A weight tensor with its spread, or as single numbers. */
interface Weights {
  readonly name: string;
  readonly mean: Tensor;
  readonly logStd: Tensor | undefined;
  /** Set where they vary together with others, so that theirs is no divergence by itself. */
  readonly isBound?: true;
}

interface Read {
  readonly tensors: readonly Tensor[];
  /** Missing in files that say nothing of themselves. */
  readonly task: PosteriorTask | undefined;
}

async function readTensors(runFolder: string, runId: string): Promise<Read> {
  const file = join(runFolder, 'posterior.safetensors');
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes) {
    const { tensors, metadata } = decodeSafetensors(bytes, file);
    return {
      tensors,
      task: metadata.task === undefined ? undefined : readPosteriorMetadata(metadata, file).task,
    };
  }
  throw new BadInputError(`Run ${runId} has no posterior; a run writes it when it finishes or is stopped.`);
}

function byLayer(tensors: readonly Tensor[]): ReadonlyMap<string, readonly Weights[]> {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const layers = new Map<string, Weights[]>();
  for (const tensor of tensors) {
    const weights = weightsOf(tensor, byName);
    if (!weights || !isOfLayer(tensor)) continue;
    const layer = weights.name.replace(/\.[^.]*$/, '');
    layers.set(layer, [...(layers.get(layer) ?? []), weights]);
  }
  return layers;
}

/** What belongs to many weights together is no weight, nor is a noise. */
function isOfLayer({ name }: Tensor): boolean {
  return (
    !/^(laplace|likelihood)\./.test(name) && !name.endsWith('.low_rank') && factoredKernel(name) === undefined
  );
}

/** Undefined for a log_std, which comes with its mean. */
function weightsOf(tensor: Tensor, byName: ReadonlyMap<string, Tensor>): Weights | undefined {
  const { name } = tensor;
  if (name.endsWith('.log_std') && byName.has(name.replace(/\.log_std$/, '.mean'))) return undefined;
  const factored = factoredWeights(tensor, (part) => byName.get(part)?.data);
  if (factored) {
    const { mean, logStd } = factored;
    return { name, mean: { ...tensor, data: mean }, logStd: { ...tensor, data: logStd }, isBound: true };
  }
  const base = name.replace(/\.mean$/, '');
  const logStd = base === name ? undefined : byName.get(`${base}.log_std`);
  const directions = byName.get(`${base}.low_rank`);
  if (!logStd || !directions) return { name: base, mean: tensor, logStd };
  return {
    name: base,
    mean: tensor,
    logStd: { ...logStd, data: wholeSpread(logStd.data, directions.data) },
    isBound: true,
  };
}

async function summariseLayer(name: string, parts: readonly Weights[], prior: Prior): Promise<LayerSummary> {
  const weights = parts.reduce((sum, { mean }) => sum + mean.data.length, 0);
  const mean = await histogramOf(parts.map((part) => part.mean.data));
  const spread = parts.flatMap(({ mean: { data }, logStd }) =>
    logStd ? [{ data, logStd: logStd.data }] : [],
  );
  if (spread.length === 0) return { name, weights, mean };
  const std = await histogramOf(spread.map(({ logStd }) => logStd.map(Math.exp)));
  const signalToNoise = await histogramOf(spread.map(({ data, logStd }) => logSignalToNoise(data, logStd)));
  const own = { name, weights, mean, std, signalToNoise };
  return parts.some(({ isBound }) => isBound) ? own : { ...own, ...fromPrior(spread, prior, fanInOf(parts)) };
}

/** How far the layer's posterior lies from its prior, and how wide that is, where it is a Gaussian around zero. */
function fromPrior(
  spread: readonly { readonly data: Float32Array; readonly logStd: Float32Array }[],
  prior: Prior,
  fanIn: number,
): Pick<LayerSummary, 'kl' | 'priorStds'> {
  const parts = spread.flatMap(({ data, logStd }) => {
    const std = priorStdOf(prior, { fanIn, means: data, logStds: logStd });
    return std === undefined || Number.isNaN(std) ? [] : [{ std, kl: gaussianKl(data, logStd, std) }];
  });
  if (parts.length < spread.length) return {};
  const priorStds = [...new Set(parts.map(({ std }) => std))];
  return { kl: parts.reduce((sum, { kl }) => sum + kl, 0), priorStds };
}

/** log10 of |mean| / std. */
function logSignalToNoise(mean: Float32Array, logStd: Float32Array): Float32Array {
  return mean.map((value, index) => Math.log10(Math.abs(value)) - (logStd[index] ?? 0) / Math.LN10);
}

/** 0.5 * sum[log(sp^2/sq^2) + (mq^2 + sq^2)/sp^2 - 1] in nats, between N(mean, exp(log_std)^2) and N(0, priorStd^2). */
export function gaussianKl(mean: Float32Array, logStd: Float32Array, priorStd: number): number {
  let sum = 0;
  for (let index = 0; index < mean.length; index += 1) {
    const logRatio = Math.log(priorStd) - logStd[index];
    sum += 2 * logRatio + (mean[index] / priorStd) ** 2 + Math.exp(-2 * logRatio) - 1;
  }
  return sum / 2;
}

/** A bias has the fan-in of its layer's kernel, all of whose sides but the last lead to one output. */
function fanInOf(parts: readonly Weights[]): number {
  const kernel = parts.map(({ mean }) => mean.shape).find((shape) => shape.length > 1);
  return kernel?.slice(0, -1).reduce((product, side) => product * side, 1) ?? Number.NaN;
}

function whyNoKl(inference: Experiment['inference'], layers: readonly LayerSummary[]): string | undefined {
  if (layers.some(({ kl }) => kl !== undefined)) return undefined;
  const { prior, method } = inference;
  if (method === 'laplace')
    return 'Weights of the method laplace vary together; their evidence is in posterior.logEvidence.';
  if (method === 'low-rank')
    return 'Weights of a layer vary together; the divergence of all of them from the prior is the run’s own train.kl.';
  if (method === 'rank-1')
    return 'Weights of a layer share their factors; the divergence of all factors, with the prior’s penalty on the shared weights, is the run’s own train.kl.';
  if (!methodFacts(inference).hasDivergence)
    return `Weights of the method ${method} have no divergence from a prior.`;
  return `The ${prior.kind} prior has no closed form here; the run's own train.kl is an estimate of the whole.`;
}
