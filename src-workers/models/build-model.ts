import { reshape } from '@tensorflow/tfjs-core';
import { type Model as ModelSettings, networkFacts } from '../../src-shared/experiment/networks';
import type { NetworkShapes, OutputsOfHead } from '../../src-shared/experiment/networks/network-choice';
import type { Noise } from '../../src-shared/experiment/noise';
import { refuseProblems } from '../../src-shared/experiment/problems';
import { embeddedShape, embeddingsOf } from '../../src-shared/network/embedded-columns';
import type { Task } from '../data/run-data';
import { cnn } from './cnn';
import { withEmbeddings } from './embedded-columns';
import { type HeadParts, headParts } from './head-parts';
import { mlp } from './mlp';
import type { Forward, Model } from './model';
import { networkOutputs } from './network-outputs';
import { onnxNetwork } from './onnx/onnx';
import { withOrdinalLink } from './ordinal-link';
import { swin } from './swin';
import { transformer } from './transformer';
import { vit } from './vit';

type Kind = ModelSettings['kind'];
type SettingsOf<K extends Kind> = Extract<ModelSettings, { readonly kind: K }>;

/** A network without the shape of its outputs. */
type Builder<K extends Kind> = (settings: SettingsOf<K>, shapes: NetworkShapes) => Model;

/** Each network with what it computes. */
const builders: { readonly [K in Kind]: Builder<K> } = {
  mlp: withKnownWeights(mlp),
  cnn: withKnownWeights(cnn),
  vit: withKnownWeights(vit),
  transformer: withKnownWeights(transformer),
  swin: withKnownWeights(swin),
  onnx: onnxNetwork,
};

/** One whose weights its settings tell. */
function withKnownWeights<K extends Kind>(
  forward: (settings: SettingsOf<K>, shapes: NetworkShapes) => Forward,
): Builder<K> {
  return (settings, shapes) => {
    const network = networkFacts(settings);
    return {
      weights: network.weights(settings, shapes),
      dropoutSites: network.dropoutSites(settings, shapes),
      forward: forward(settings, shapes),
    };
  };
}

/**
 * The network an experiment asks for, fitted to its data.
 * @param noise of a regression's targets, which the network may have to predict too
 * @throws BadInputError when it is not for such data, or its sizes do not fit theirs
 */
export function buildModel(settings: ModelSettings, task: Task, noise?: Noise): Model {
  const embeddings = embeddingsOf(task);
  const network = networkBehind(settings, task, embeddedShape(task), noise);
  return embeddings.length > 0 ? withEmbeddings(network, embeddings) : network;
}

/** @param inputShape behind embeddings, where there are some */
function networkBehind(
  settings: ModelSettings,
  task: Task,
  inputShape: readonly number[],
  noise: Noise | undefined,
): Model {
  if (task.kind === 'classification' && task.thresholds)
    return withOrdinalLink(networkFor(settings, { inputShape, outputShape: [1] }), task.thresholds);
  return networkFor(settings, {
    inputShape,
    outputShape: networkOutputs(task, noise),
    ...(task.kind === 'heads' ? { heads: headParts(task).map(outputsOfHead) } : {}),
  });
}

function outputsOfHead({ head: { name, outputs }, outputs: { size } }: HeadParts): OutputsOfHead {
  return { name, outputs, size };
}

/**
 * A network with these inputs and outputs.
 * @throws BadInputError when it is not for such, or its sizes do not fit theirs
 */
export function networkFor(settings: ModelSettings, shapes: NetworkShapes): Model {
  const network = networkFacts(settings);
  if (!network.takes(shapes)) refuseProblems([{ path: 'model.kind', message: network.misfit }]);
  refuseProblems(network.sizeProblems(settings, shapes.inputShape));
  const build = builders[settings.kind] as (settings: ModelSettings, shapes: NetworkShapes) => Model;
  const model = build(settings, shapes);
  return { ...model, forward: withOutputShape(model.forward, shapes.outputShape) };
}

/** Outputs as the targets lie: networks that end in a dense layer give them in one row. */
function withOutputShape(forward: Forward, shape: readonly number[]): Forward {
  return (inputs, layers, training) => {
    const outputs = forward(inputs, layers, training);
    const [samples, items, ...given] = outputs.shape;
    const isSo = given.length === shape.length && given.every((length, axis) => length === shape[axis]);
    return isSo ? outputs : reshape(outputs, [samples, items, ...shape]);
  };
}
