import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { machinesCompiler } from '../../src-main/runtime/compiler';
import { type ExperimentInput, experimentSchema } from '../../src-shared/experiment/experiment';
import type { Task } from '../../src-workers/data/run-data';
import { type Binding, loadBinding } from '../../src-workers/engine/tensorflow/binding';
import type { OwnOperations } from '../../src-workers/engine/tensorflow/own-operations';
import { compileForTensorflow } from '../../src-workers/engine/tensorflow/tensorflow-engine';
import { Exchange } from '../../src-workers/parallel/exchange';
import { smallProgram } from '../src-workers/engine/small-programs';
import { bindingPath } from '../src-workers/tensorflow';
import { temporaryFolder } from '../temporary-folder';
import { compileEmulatedGpu } from './emulated-gpu';
import { emulatedGpu } from './several-gpus';
import { classes, type Ended, values, type Way, WorkerOnGpu } from './trained-on-gpu';

const launcher = undefined as never;
const compiler = await machinesCompiler({ cacheFolder: '', onProgress: () => {}, launcher });

interface Case {
  readonly training?: ExperimentInput['training'];
  readonly inference?: ExperimentInput['inference'];
  readonly parallel?: Pick<ExperimentInput['parallel'], 'mode' | 'dataGroups'>;
  readonly workers?: number;
  readonly task?: Task;
}

const cases: Record<string, Case> = {
  'in one pass': {},
  'in passes of 3 samples': { training: { samplesPerPass: 3 } },
  'of values': { task: values },
  'of values, in passes, pooled': {
    task: values,
    training: { samplesPerPass: 3 },
    inference: { objective: 'pooled', reduction: 'exact', noise: { kind: 'samples' } },
  },
  'of an ensemble, whose members have orders of their own': {
    inference: { method: 'deep-ensemble' },
    training: { samplesPerPass: 3 },
  },
  'of 3 GPUs that share samples': { parallel: { mode: 'sp' }, workers: 3 },
  'of 2 GPUs that share items, in passes': {
    parallel: { mode: 'ddp' },
    workers: 2,
    training: { samplesPerPass: 3 },
  },
  'of 4 GPUs that share both': { parallel: { mode: 'hybrid', dataGroups: 2 }, workers: 4 },
};

function experimentOf({ training, inference, parallel, workers = 1 }: Case) {
  return experimentSchema.parse({
    seed: 3,
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [5] },
    inference,
    // An epoch's last batch has three items.
    training: { samples: 8, batchSize: 5, epochs: 3, ...training },
    parallel: {
      mode: 'local',
      ...parallel,
      devices: Array.from({ length: workers }, (_, index) => `gpu:${index}`),
    },
  });
}

/** On an emulated GPU, whose copies from page-locked memory are done only once somebody waits for them. */
describe.runIf(compiler !== undefined)('batches that are brought to a GPU ahead', () => {
  let operations: OwnOperations;
  let gpu: Binding;
  let exchanges: Exchange[] = [];

  beforeAll(async () => {
    const emulated = await compileEmulatedGpu(bindingPath());
    const loaded = { exports: {} as OwnOperations };
    const plain = loadBinding(bindingPath(), false);
    process.dlopen(loaded, emulated.module);
    operations = loaded.exports;
    gpu = emulatedGpu(plain, operations, emulated.nccl);
    // A compiler on a busy machine.
  }, 1_200_000);

  afterEach(async () => {
    await Promise.all(exchanges.map((exchange) => exchange.close()));
    exchanges = [];
  });

  async function trained(asked: Case, way: Way): Promise<readonly Ended[]> {
    const { workers = 1, task = classes } = asked;
    const experiment = experimentOf(asked);
    const all = Array.from(
      { length: workers },
      (_, rank) => new WorkerOnGpu(gpu, experiment, task, rank, workers),
    );
    const folder = temporaryFolder();
    const floats = 1 << 10;
    const joined =
      workers === 1
        ? []
        : await Promise.all(all.map((_, rank) => Exchange.connect({ rank, workers, folder, floats })));
    exchanges.push(...joined);
    return Promise.all(
      all.map((worker, rank) => worker.train({ everyone: joined[rank], sameParameters: joined[rank] }, way)),
    );
  }

  test.each(Object.entries(cases))(
    'train to the same bits as those that are fed: %s',
    async (_case, asked) => {
      const fed = await trained(asked, { isAhead: false });
      expect(await trained(asked, { isAhead: true })).toEqual(fed);
      expect(fed[0]?.reports).toHaveLength(9);
    },
  );

  test.each([1, 2, 3, 8])('do so in passes of %d samples that see views in turn', async (samplesPerPass) => {
    const asked = { training: { views: 3, samplesPerPass } };
    expect(await trained(asked, { isAhead: true })).toEqual(await trained(asked, { isAhead: false }));
  });

  test.each([{}, { training: { samplesPerPass: 3 } }])(
    'do so where what copies them comes late: nobody reads what is not there, or writes where it still reads (%j)',
    async (asked) => {
      const fed = await trained(asked, { isAhead: false });
      vi.stubEnv('EMULATED_GPU_IS_LATE', '1');
      onTestFinished(() => void vi.unstubAllEnvs());
      expect(await trained(asked, { isAhead: true })).toEqual(fed);
    },
  );

  test('leave no trace where they were not trained on', async () => {
    const way = { isAhead: true, isInterrupted: true };
    for (const asked of [{}, { training: { samplesPerPass: 3 } }])
      expect(await trained(asked, way)).toEqual(await trained(asked, { isAhead: false }));
  });

  test('are refused by a pass once two others were brought there, and of other sizes', () => {
    const { program, initial, inputs, options } = smallProgram('mlp', 'relu');
    const compiled = compileForTensorflow(gpu, program, options);
    compiled.setParameters(initial);
    const loaded = [1, 2, 3].map(() => compiled.batchLoading?.load(inputs.inputs, inputs.targets));
    const gradientsOf = (at: number, place: number) => {
      const batch = loaded[at];
      if (!batch || typeof batch === 'string') throw new Error('No batch was loaded.');
      const { shape, seeds, share } = inputs;
      const places = { inputPlaces: [place], targetPlaces: [0] };
      return compiled.gradients({ shape, seeds, share, loaded: batch, ...places });
    };
    expect(() => gradientsOf(0, 0)).toThrow(
      'A batch could not be brought to the GPU: it is no longer on the GPU',
    );
    expect(() => gradientsOf(2, 1)).toThrow('it has other sizes');
    expect(gradientsOf(2, 0)).toEqual(compiled.gradients(inputs));
    compiled.dispose();
  });

  test('have room where a run begins with a smaller one', () => {
    const { program, options, inputs } = smallProgram('mlp', 'relu');
    const compiled = compileForTensorflow(gpu, program, options);
    const small = compiled.batchLoading?.load(inputs.inputs.subarray(0, 64), inputs.targets.subarray(0, 1));
    const large = compiled.batchLoading?.load(inputs.inputs, inputs.targets);
    expect(small).toEqual({ loader: expect.any(Number), number: 1 });
    expect(large).toEqual({ loader: expect.any(Number), number: 1 });
    expect(large).not.toEqual(small);
    compiled.dispose();
  });
});
