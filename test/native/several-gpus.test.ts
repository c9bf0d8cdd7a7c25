import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { machinesCompiler } from '../../src-main/runtime/compiler';
import { runEagerly } from '../../src-workers/engine/javascript/javascript-engine';
import type { CompiledProgram } from '../../src-workers/engine/program';
import { type Binding, loadBinding } from '../../src-workers/engine/tensorflow/binding';
import { newGpusId } from '../../src-workers/engine/tensorflow/gpu-gradients';
import type { OwnOperations } from '../../src-workers/engine/tensorflow/own-operations';
import { compileForTensorflow } from '../../src-workers/engine/tensorflow/tensorflow-engine';
import { Exchange } from '../../src-workers/parallel/exchange';
import { PeerLostError } from '../../src-workers/parallel/peer-lost-error';
import { noiseSeeds } from '../../src-workers/random/noise-seeds';
import { BroughtTogether } from '../../src-workers/train/brought-together';
import { FetchedGradients } from '../../src-workers/train/fetched-gradients';
import { GpuGradients } from '../../src-workers/train/gpu-gradients';
import type { GradientReduction } from '../../src-workers/train/gradient-reduction';
import { openGradientReduction } from '../../src-workers/train/open-gradient-reduction';
import { smallProgram } from '../src-workers/engine/small-programs';
import { bindingPath } from '../src-workers/tensorflow';
import { temporaryFolder } from '../temporary-folder';
import { compileEmulatedGpu, type EmulatedGpu } from './emulated-gpu';
import { emulatedGpu, SummingWorker, sumOf } from './several-gpus';

const launcher = undefined as never;
const compiler = await machinesCompiler({ cacheFolder: '', onProgress: () => {}, launcher });
const { program, initial, inputs, options } = smallProgram('mlp', 'relu');
const tailFloats = 5;
const floats = initial.length;

/** Several workers in one process, each with an emulated GPU, and NCCL as test/gpu-rig pretends it. */
describe.runIf(compiler !== undefined)('gradients of several GPUs', () => {
  // Emulated kernels take the places of those for CPUs.
  const plain = loadBinding(bindingPath(), false);
  let emulated: EmulatedGpu;
  let operations: OwnOperations;
  let gpu: Binding;
  let exchanges: Exchange[] = [];

  beforeAll(async () => {
    emulated = await compileEmulatedGpu(bindingPath());
    const loaded = { exports: {} as OwnOperations };
    process.dlopen(loaded, emulated.module);
    operations = loaded.exports;
    gpu = emulatedGpu(plain, operations, emulated.nccl);
    // A compiler on a busy machine.
  }, 1_200_000);

  beforeEach(() => {
    exchanges = [];
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await Promise.all(exchanges.map((exchange) => exchange.close()));
  });

  async function connect(workers: number): Promise<readonly Exchange[]> {
    const folder = temporaryFolder();
    const each = { workers, folder, floats: floats + tailFloats };
    exchanges = await Promise.all(
      Array.from({ length: workers }, (_, rank) => Exchange.connect({ rank, ...each })),
    );
    return exchanges;
  }

  function compiledFor(binding: Binding): CompiledProgram {
    const compiled = compileForTensorflow(binding, program, options);
    compiled.setParameters(initial);
    return compiled;
  }

  function inputsOf(rank: number, pass: number, step: number) {
    const keys = { first: 3 * (2 * rank + pass), count: inputs.shape.samples };
    return { ...inputs, seeds: noiseSeeds(7, 'training', step, program.noiseTensors, keys) };
  }

  interface Worker {
    readonly compiled: CompiledProgram;
    readonly exchange: Exchange;
    readonly reduction: GradientReduction;
  }

  async function openAll(compiled: readonly CompiledProgram[], tell?: (text: string) => void) {
    const joined = await connect(compiled.length);
    return Promise.all(
      compiled.map(async (each, rank): Promise<Worker> => {
        const exchange = joined[rank] as Exchange;
        const reducers = { everyone: exchange, sameParameters: exchange };
        const reduction = await openGradientReduction(
          { program: each, floats, tailFloats, passes: 2 },
          reducers,
          tell,
        );
        onTestFinished(() => reduction.close());
        return { compiled: each, exchange, reduction };
      }),
    );
  }

  async function step(workers: readonly Worker[], number: number, passes: number): Promise<void> {
    workers.forEach(({ reduction }, rank) => {
      for (let pass = 0; pass < passes; pass += 1)
        reduction.addPass(
          inputsOf(rank, pass, number),
          pass === 0 ? 'first' : 'further',
          pass + 1 === passes,
        );
    });
    await Promise.all(
      workers.map(async ({ reduction }) => {
        await reduction.reduce(new Float32Array(tailFloats));
        await reduction.apply({ learningRate: 0.01, step: number });
      }),
    );
  }

  test.each([1, 2])(
    'are whole numbers summed exactly, in tensors smaller and larger than what is summed at once, of %d passes',
    async (passes) => {
      const sizes = [3, 1 << 20, 5, 0, (1 << 20) + 17, 1];
      const ranks = [0, 1, 2];
      const id = newGpusId({ operations, nccl: emulated.nccl });
      const workers = ranks.map((rank) => new SummingWorker(gpu, sizes, { id, rank, workers: 3 }));
      for (const first of [0, 1]) {
        const numbers = Array.from({ length: passes }, (_, index) => first + index);
        for (const worker of workers) worker.step(numbers);
        const expected = sizes.map((size) => sumOf(size, ranks, numbers));
        for (const worker of workers) {
          await expect.poll(() => worker.gradients.wait(1000)).toBe(true);
          expect(worker.sums()).toEqual(expected);
        }
      }
      for (const worker of workers) worker.close();
    },
  );

  test.each([1, 2])(
    'lead to the same bits as the exchange over the host, on every worker, of %d passes',
    async (passes) => {
      const over = await openAll([gpu, gpu, gpu].map(compiledFor));
      for (const { reduction } of over) expect(reduction).toBeInstanceOf(GpuGradients);
      for (const number of [1, 2, 3]) await step(over, number, passes);
      const host = (await connect(3)).map((exchange): Worker => {
        const compiled = compiledFor(gpu);
        const reducers = { everyone: exchange, sameParameters: exchange };
        return {
          compiled,
          exchange,
          reduction: new FetchedGradients(compiled, reducers, { floats, tailFloats }),
        };
      });
      for (const number of [1, 2, 3]) await step(host, number, passes);
      for (const { compiled } of over) {
        expect(compiled.parameters()).toEqual(host[0]?.compiled.parameters());
        expect(compiled.optimiserState()).toEqual(host[0]?.compiled.optimiserState());
      }
    },
  );

  test('end with the name of the worker that was lost, where its part will never come', async () => {
    const workers = await openAll([gpu, gpu, gpu].map(compiledFor));
    await step(workers, 1, 1);
    const lost = workers[1] as Worker;
    const others = workers.filter((worker) => worker !== lost);
    for (const { reduction } of others) reduction.addPass(inputsOf(0, 0, 2), 'first', true);
    const ends = others.map(({ reduction }) => reduction.reduce(new Float32Array(tailFloats)));
    // It has told its numbers, and ends before its GPU has summed.
    await lost.exchange.allReduceSum(new Float32Array(tailFloats));
    await lost.exchange.close();
    exchanges = exchanges.filter((exchange) => exchange !== lost.exchange);
    for (const end of await Promise.allSettled(ends))
      expect(end).toMatchObject({ status: 'rejected', reason: new PeerLostError(1) });
    // What a survivor has trained is there for its successors.
    expect(others[0]?.compiled.parameters()).toEqual(others[1]?.compiled.parameters());
    expect(others[0]?.compiled.parameters()).not.toEqual(initial);
  });

  test('end with NCCL’s words where it fails and nobody is lost', async () => {
    const workers = await openAll([gpu, gpu].map(compiledFor));
    vi.stubEnv('PRETENDED_NCCL_FAILS_AFTER', '0');
    await expect(step(workers, 1, 1)).rejects.toThrow(
      'GPUs cannot sum gradients among themselves (NCCL: remote process exited or there was a network error).',
    );
  });

  test('end with the driver’s words where a GPU is lost, and the process goes on', async () => {
    const workers = await openAll([gpu, gpu].map(compiledFor));
    vi.stubEnv('EMULATED_GPU_IS_LOST', '1');
    await expect(step(workers, 1, 1)).rejects.toThrow('The GPU has fallen off the bus.');
  });

  test('go over the host on all workers where one cannot join, and a person is told why', async () => {
    const without = emulatedGpu(plain, operations, '/nowhere/libnccl.so.2');
    const told: string[] = [];
    const workers = await openAll([gpu, without].map(compiledFor), (text) => told.push(text));
    for (const { reduction } of workers) expect(reduction).toBeInstanceOf(FetchedGradients);
    expect(told.join('\n')).toContain('Gradients are summed over the host, which is slower.');
    expect(told.join('\n')).toContain('/nowhere/libnccl.so.2');
    await step(workers, 1, 1);
    expect(workers[0]?.compiled.parameters()).toEqual(workers[1]?.compiled.parameters());
  });

  test('of a CPU and a GPU go over the host, and both have the same parameters after every step', async () => {
    const cpu = runEagerly('cpu', program, options);
    cpu.setParameters(initial);
    const onGpu = compiledFor(gpu);
    const workers = await openAll([cpu, onGpu]);
    for (const { reduction } of workers) {
      expect(reduction).toBeInstanceOf(BroughtTogether);
      expect(reduction).toHaveProperty('reduction', expect.any(FetchedGradients));
    }
    for (const number of [1, 2, 3]) {
      await step(workers, number, 1);
      expect(onGpu.parameters()).toEqual(cpu.parameters());
    }
    expect(cpu.parameters()).not.toEqual(initial);
  });
});
