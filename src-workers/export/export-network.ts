import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeInputs } from '../../src-shared/network-inputs';
import type { PosteriorResult, PosteriorWork } from '../../src-shared/posterior-work';
import { encodeSavedModel } from '../engine/graph/saved-model';
import { openPosterior, type TrainedPosterior } from '../posterior/trained-posterior';
import { encodeOnnx } from './onnx/encode-onnx';
import { toOnnx } from './onnx/to-onnx';
import { describeOutputs } from './predictive-function';
import { type PredictiveGraph, predictiveGraph } from './predictive-graph';

type NetworkExport = Extract<PosteriorWork, { kind: 'export-network' }>;

/** Opening, tracing, encoding. */
const parts = 3;

/**
 * Writes a network that predicts by itself, for programs that know nothing of Parasample: `model.onnx`, or
 * `saved_model.pb` and `about.json`.
 * @throws BadInputError where the posterior cannot be used so
 */
export async function exportNetwork(
  { posterior: file, format, draws, outFolder, samples }: NetworkExport,
  onProgress: (done: number, total: number) => void,
): Promise<PosteriorResult> {
  onProgress(0, parts);
  const posterior = await openPosterior(file, samples);
  onProgress(1, parts);
  const graph = predictiveGraph(posterior, draws);
  onProgress(2, parts);
  const about = aboutNetwork(posterior, draws);
  if (format === 'onnx') writeFileSync(join(outFolder, 'model.onnx'), onnxBytes(graph, about));
  else {
    const signature = { inputs: new Map([['inputs', graph.input]]), outputs: graph.outputs };
    writeFileSync(join(outFolder, 'saved_model.pb'), encodeSavedModel(graph.nodes, signature));
    writeFileSync(join(outFolder, 'about.json'), `${JSON.stringify(about, undefined, 2)}\n`);
  }
  return { rows: 0, samples: posterior.experiment.training.samples, columns: [], notes: [] };
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
    ...(metadata.task.kind === 'classification' ? { classNames: metadata.task.classNames } : {}),
    experiment: metadata.experiment,
  };
}

function onnxBytes(graph: PredictiveGraph, about: ReturnType<typeof aboutNetwork>): Uint8Array {
  const texts = Object.entries(about).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return encodeOnnx(toOnnx(graph), Object.fromEntries(texts));
}
