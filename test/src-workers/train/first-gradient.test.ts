import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment';
import { initialGaussian } from '../../../src-workers/bayes/gaussian-posterior';
import { flatten, layoutOf, valuesOf } from '../../../src-workers/engine/parameter-layout';
import type { CompiledProgram } from '../../../src-workers/engine/program';
import { compileForTensorflow } from '../../../src-workers/engine/tensorflow/tensorflow-engine';
import { cnn } from '../../../src-workers/models/cnn';
import { Exchange } from '../../../src-workers/parallel/exchange';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-normal';
import { planSteps } from '../../../src-workers/train/step-plan';
import { Trainer } from '../../../src-workers/train/trainer';
import { variationalProgram } from '../../../src-workers/train/variational-program';
import { relativeDistance } from '../relative-distance';
import { tensorflow } from '../tensorflow';

const items = 6;
const model = cnn([8, 8, 1], [4], [12], 10, 'relu');
const program = variationalProgram(model, {
  imageShape: [8, 8, 1],
  classes: 10,
  trainItems: 100,
  priorStd: 1,
  heat: 1,
});
const layout = layoutOf(program.parameters);

function experiment(workers: number) {
  const devices = Array.from({ length: workers }, (_, index) => `cpu:${index}`);
  const input: ExperimentInput = {
    seed: 4,
    data: { dataset: 'digits' },
    model: { kind: 'cnn', channels: [4], hidden: [12], activation: 'relu' },
    training: { samples: 8, batchSize: items },
    parallel: { mode: workers === 1 ? 'local' : 'sp', devices },
  };
  return experimentSchema.parse(input);
}

/** The reduced gradient that each worker's optimiser is given in the first step. */
async function firstGradients(workers: number): Promise<readonly Float32Array[]> {
  const folder = mkdtempSync(join(tmpdir(), 'parasample-first-'));
  const images = new Float32Array(items * 64);
  fillStatelessNormal(8, 9, images);
  const batch = { images, labels: Int32Array.of(0, 1, 2, 3, 4, 5) };
  return Promise.all(
    Array.from({ length: workers }, async (_, rank) => {
      const asked = experiment(workers);
      const plan = planSteps(asked, rank, workers, 100);
      const shapes = plan.passes.map(({ samples }) => ({ samples, items }));
      const compiled = compileForTensorflow(tensorflow(), program, {
        passes: shapes,
        predictions: [],
        weightDecay: 0,
      });
      compiled.setParameters(flatten(layout, initialGaussian(model.weights, 0.5, 4)));
      let seen = new Float32Array();
      const watched: CompiledProgram = {
        ...bound(compiled),
        apply: (gradients) => {
          seen = gradients.slice();
        },
      };
      const floats = Trainer.exchangedFloats(layout.floats);
      const exchange = await Exchange.connect({ rank, workers, folder, floats });
      const trainer = new Trainer(watched, plan, asked, exchange, program.noiseTensors, layout.floats);
      await trainer.step(1, batch, false);
      await exchange.close();
      compiled.dispose();
      return seen;
    }),
  );
}

function bound(compiled: CompiledProgram): CompiledProgram {
  return {
    setParameters: (flat) => compiled.setParameters(flat),
    parameters: () => compiled.parameters(),
    gradients: (inputs) => compiled.gradients(inputs),
    apply: (gradients, adam) => compiled.apply(gradients, adam),
    gradientsAndApply: (inputs, adam) => compiled.gradientsAndApply(inputs, adam),
    predict: (shape, pictures, seeds) => compiled.predict(shape, pictures, seeds),
    dispose: () => compiled.dispose(),
  };
}

test.each([2, 3])(
  'the first gradient of 8 samples over %i workers is the single device one',
  async (workers) => {
    const [single] = await firstGradients(1);
    const reduced = await firstGradients(workers);
    for (const gradient of reduced) {
      // Every worker is given the same bits: their parameters never drift apart.
      expect(gradient).toEqual(reduced[0]);
      for (const slot of layout.slots)
        expect(relativeDistance(valuesOf(slot, gradient), valuesOf(slot, single)), slot.name).toBeLessThan(
          1e-5,
        );
    }
  },
);
