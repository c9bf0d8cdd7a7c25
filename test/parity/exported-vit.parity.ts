import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toTorchOrder } from '../../src-main/torch-blue/reorder';
import { weightMappings } from '../../src-main/torch-blue/weight-mapping';
import { decodeSafetensors, encodeSafetensors } from '../../src-shared/formats/safetensors';
import { readPosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { Sampler, seedsOfUse } from '../../src-workers/posterior/sampler';
import { openPosterior, type TrainedPosterior } from '../../src-workers/posterior/trained-posterior';
import { fillStatelessNormal } from '../../src-workers/random/stateless-noise';
import { exportAs, runOf } from '../src-main/export/export-as';
import {
  pictureVit,
  rawInputs,
  standardised,
  writePosterior,
} from '../src-workers/posterior/small-posteriors';
import { relativeDistance } from '../src-workers/relative-distance';
import { temporaryFolder } from '../temporary-folder';
import { runPython } from './python';

const items = 4;

/** The noise of the samples that predictions draw, by weight tensor, in PyTorch's order. */
function noiseOf({ experiment, metadata, model, program }: TrainedPosterior) {
  const { samples } = experiment.training;
  const [height, width, channels] = metadata.task.inputShape;
  const classes = metadata.task.kind === 'classification' ? metadata.task.classNames.length : 0;
  const mappings = weightMappings(experiment.model, [height, width, channels], classes);
  const seeds = seedsOfUse({ experiment, program } as TrainedPosterior, { first: 0, count: samples });
  return model.weights
    .filter(({ bayesian }) => bayesian)
    .map(({ name }, tensor) => {
      const mapping = mappings.find(({ layer, variable }) => `${layer}.${variable}` === name);
      if (!mapping) throw new Error(`${name} has no form in torch_blue.`);
      const draws = Array.from({ length: samples }, (_, sample) => {
        const noise = new Float32Array(mapping.shape.reduce((product, side) => product * side, 1));
        const at = 2 * (tensor * samples + sample);
        fillStatelessNormal(seeds[at], seeds[at + 1], noise);
        return [...toTorchOrder(noise, mapping)];
      });
      const data = Float32Array.from(draws.flat());
      return { name: `noise/${name}`, shape: [samples, ...mapping.torchShape], data };
    });
}

test('an exported vision transformer loads strictly in torch_blue and predicts the same with the same noise', async () => {
  const folder = temporaryFolder();
  const file = writePosterior(folder, pictureVit);
  const { experiment } = readPosteriorMetadata(decodeSafetensors(readFileSync(file)).metadata, file);
  await exportAs('torch-blue', folder, runOf(experiment), folder);
  const posterior = await openPosterior(file);
  const raw = rawInputs(posterior.metadata, items);
  const [height, width, channels] = posterior.metadata.task.inputShape;
  const pixels = {
    name: 'pixels',
    shape: [items, channels, height, width],
    data: toTorchOrder(raw, { view: [items, height, width, channels], order: [0, 3, 1, 2] }),
  };
  const caseFile = join(folder, 'case.safetensors');
  writeFileSync(caseFile, encodeSafetensors([pixels, ...noiseOf(posterior)], { case: '{}' }));
  const output = join(folder, 'predictions.safetensors');
  await runPython('predict_exported.py', join(folder, 'run-1-torch-blue'), caseFile, output);
  const [theirs] = decodeSafetensors(readFileSync(output)).tensors;
  const own = new Sampler(posterior, { kind: 'javascript' }).predict(
    standardised(posterior.metadata, raw),
    items,
  );
  const { samples } = posterior.experiment.training;
  const mean = theirs.data.map((_, at) => {
    const draws = Array.from({ length: samples }, (_, sample) =>
      Math.exp(own[sample * theirs.data.length + at]),
    );
    return draws.reduce((sum, value) => sum + value, 0) / samples;
  });
  expect(relativeDistance(mean, theirs.data)).toBeLessThan(1e-5);
});
