import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import type { ProtobufWriter } from '../../src-shared/formats/protobuf-writer';
import { embeddingsOf } from '../../src-shared/network/embedded-columns';
import { describeInputs } from '../../src-shared/network/network-inputs';
import type { PosteriorTask } from '../../src-shared/posterior/posterior-metadata';
import type { PosteriorResult, PosteriorWork } from '../../src-shared/posterior/posterior-work';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { savedModel } from '../engine/graph/saved-model';
import { openPosterior, type TrainedPosterior } from '../posterior/trained-posterior';
import { encodeOnnx } from './onnx/encode-onnx';
import { toOnnx } from './onnx/to-onnx';
import { describeOutputs } from './predictive-function';
import { type PredictiveGraph, predictiveGraph } from './predictive-graph';

type NetworkExport = Extract<PosteriorWork, { kind: 'export-network' }>;

/** Parts of the work besides the weight samples: opening, writing. */
const otherParts = 2;

/**
 * Writes a network that predicts by itself, for programs that know nothing of Parasample: `model.onnx`, or
 * `saved_model.pb` and `about.json`.
 * @throws BadInputError where the posterior cannot be used so
 */
export async function exportNetwork(
  { posterior: file, format, draws, outFolder, samples }: NetworkExport,
  engine: EngineChoice,
  onProgress: (done: number, total: number) => void,
): Promise<PosteriorResult> {
  const posterior = await openPosterior(file, samples);
  refuseLinearised(posterior);
  const drawn = posterior.experiment.training.samples;
  const parts = drawn + otherParts;
  onProgress(1, parts);
  const graph = predictiveGraph(posterior, draws, engine, (done) => onProgress(1 + done, parts));
  onProgress(1 + drawn, parts);
  const about = aboutNetwork(posterior, draws);
  if (format === 'onnx') writeParts(join(outFolder, 'model.onnx'), onnxOf(graph, about));
  else {
    const signature = { inputs: new Map([['inputs', graph.input]]), outputs: graph.outputs };
    writeParts(join(outFolder, 'saved_model.pb'), savedModel(graph.nodes, signature));
    writeFileSync(join(outFolder, 'about.json'), `${JSON.stringify(about, undefined, 2)}\n`);
  }
  onProgress(parts, parts);
  return { rows: 0, samples: drawn, columns: [], notes: [] };
}

/** A file has draws of weights, which give other predictions than the linearised network. */
function refuseLinearised({ family }: TrainedPosterior): void {
  if (!family.linear || family.linear.isOfDraws) return;
  throw new BadInputError(
    'These predictions are of the linearised network, which takes its derivatives by all weights, and a network as a file has none; use `parasample predict`, or export one made by `parasample laplace RUN --predictive network`, or by `--weights last-layer` with the linearised network’s draws.',
  );
}

/** Piece by piece: a network's weights are large enough once. */
function writeParts(path: string, message: ProtobufWriter): void {
  const file = openSync(path, 'w');
  try {
    for (const part of message.parts()) writeFileSync(file, part);
  } finally {
    closeSync(file);
  }
}

/** What a network that stands for itself says of itself. */
function aboutNetwork(posterior: TrainedPosterior, draws: NetworkExport['draws']) {
  const { metadata, experiment } = posterior;
  return {
    runId: metadata.runId,
    inputs: describeInputs(metadata),
    outputs: describeOutputs(posterior),
    samples: experiment.training.samples,
    draws: draws === 'frozen' ? 'the same weight samples in every run' : 'new weight samples in every run',
    ...classNamesOf(metadata.task),
    ...categoriesOf(metadata.task),
    experiment: metadata.experiment,
  };
}

/** Texts of columns that have embeddings, by column: the first is at place 1. */
function categoriesOf(task: PosteriorTask): { readonly categories?: unknown } {
  const embeddings = embeddingsOf(task);
  if (embeddings.length === 0) return {};
  return {
    categories: Object.fromEntries(embeddings.map(({ column, categories }) => [column, categories])),
  };
}

function classNamesOf(task: PosteriorTask): { readonly classNames?: unknown } {
  if (task.kind === 'regression') return {};
  if (task.kind !== 'heads') return { classNames: task.classNames };
  const named = task.heads.flatMap((head) =>
    head.task.kind === 'classification' ? [[head.name, head.task.classNames] as const] : [],
  );
  return named.length > 0 ? { classNames: Object.fromEntries(named) } : {};
}

function onnxOf(graph: PredictiveGraph, about: ReturnType<typeof aboutNetwork>): ProtobufWriter {
  const texts = Object.entries(about).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return encodeOnnx(toOnnx(graph), Object.fromEntries(texts));
}
