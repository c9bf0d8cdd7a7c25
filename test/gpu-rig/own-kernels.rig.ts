import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../src-main/downloads/external-program';
import { ownOperationsPath } from '../../src-workers/engine/tensorflow/own-operations';
import { countedStep } from './counted-step';
import { pretend } from './pretended';
import { countsOfStep, runPretended, smallExperiment } from './pretended-run';
import { rigFolders } from './rig-folders';

const { runtime } = rigFolders();
const kept = join(runtime, 'kernels');
const operations = ownOperationsPath(join(runtime, 'tfjs_binding.node'));

/** Makes our kernels ready for a pretended GPU in a process of its own; returns the complaint. */
async function prepare(capability: string): Promise<string> {
  const script = `const m = { exports: {} }; process.dlopen(m, process.argv[1]);
    process.stdout.write(m.exports.prepareGpu(process.argv[2]));`;
  const environment = pretend({ capability });
  return runProgram(process.execPath, ['-e', script, operations, runtime], {
    doing: 'Preparing kernels',
    remedy: '',
    environment,
  });
}

describe('our own kernels', () => {
  beforeAll(() => rmSync(kept, { recursive: true, force: true }));

  test.each(['7.5', '8.0', '8.6', '8.9', '9.0', '10.0', '12.0'])(
    'compile to machine code for compute capability %s, which is kept',
    async (capability) => {
      expect(await prepare(capability)).toBe('');
      const file = readdirSync(kept).find((name) => name.endsWith(`-${capability.replace('.', '')}.cubin`));
      expect(file).toBeDefined();
      expect(
        readFileSync(join(kept, file ?? ''))
          .subarray(1, 4)
          .toString(),
      ).toBe('ELF');
    },
  );

  test('are handed to the driver as text for a GPU newer than their compiler', async () => {
    expect(await prepare('13.0')).toBe('');
    const file = readdirSync(kept).find((name) => name.endsWith('.ptx'));
    expect(readFileSync(join(kept, file ?? ''), 'utf8')).toContain('.entry parasampleDraw');
  });
});

describe('a step of ViT-Tiny, 16 samples of 128 pictures', () => {
  test('launches a quarter of the kernels that TensorFlow’s own operations take, copies nothing on the device, and gives its report alone', async () => {
    const of = await countsOfStep({ samples: 16 }, {}, { kind: 'vit', patchSize: 1 });
    // 2068 with TensorFlow's own, and 18 copies of 100 MB.
    expect(of('kernels').times).toBeLessThanOrEqual(500);
    expect(of('copy within device').bytes).toBe(0);
    // nll, fit and KL.
    expect(of('copy to host').bytes).toBe(3 * 4);
    // One for each of 40 tensors: their seeds are no memory of the GPU's.
    expect(of('kernel parasampleDraw').times).toBe(40);
    expect(of('kernel parasampleDrawGradient').times).toBe(40);
    expect(of('synchronisation').times).toBe(1);
    // 128 digits, with labels, and two small things that TensorFlow itself holds there.
    const batchBytes = 128 * (64 + 1) * 4;
    expect(of('copy to device from pinned memory').bytes).toBeGreaterThanOrEqual(batchBytes);
    expect(of('copy to device').bytes).toBeLessThan(batchBytes + 2000);
    // One for each layer, which take heads where they lie.
    expect(of('kernel parasampleAttention64').times).toBe(6);
    expect(of('kernel parasampleAttentionToKeysGradient64').times).toBe(6);
    // GELU takes a layer's bias along.
    expect(of('kernel parasampleBiasGelu').times).toBe(6);
    expect(of('kernel parasampleGelu').times).toBe(0);
    // What goes past the second of the layers behind it is added with its bias.
    expect(of('kernel parasampleBiasResidual').times).toBe(6);
    // The optimiser, with all gradients where they lie.
    expect(of('kernel parasampleAdam').times).toBe(1);
    expect(of('kernel parasampleAddGradients').times).toBe(0);
  });
});

describe('the optimiser of a step', () => {
  const kernels = ['AddGradients', 'Squares', 'Adam', 'Momentum'];
  test.each([
    [{ kind: 'adam' }, {}, [0, 0, 1, 0]],
    [{ kind: 'adamw', clipNorm: 1 }, {}, [0, 1, 1, 0]],
    [{ kind: 'sgd' }, {}, [0, 0, 0, 1]],
    [{ kind: 'adam' }, { samplesPerPass: 2 }, [2, 0, 1, 0]],
  ] as const)('takes few kernels: %j, %j', async (optimizer, training, times) => {
    const of = await countsOfStep({ optimizer, ...training });
    expect(kernels.map((kernel) => of(`kernel parasample${kernel}`).times)).toEqual(times);
  });
});

test('a step of ViT-Tiny on 32 x 32 pictures moves a third of what it does with TensorFlow’s own operations, and stores no scores', () => {
  const vit = {
    name: 'vit-tiny',
    kind: 'vit',
    width: 192,
    depth: 6,
    heads: 3,
    samples: 16,
    items: 128,
  } as const;
  // Counted: 197 GB in 2373 operations without, 68.2 GB in 462 with them.
  expect(countedStep(vit, false).traffic).toBeGreaterThan(190e9);
  const { traffic, nodes } = countedStep(vit, true);
  expect(traffic).toBeLessThan(69e9);
  expect(nodes).toBeLessThan(500);
});

test('without them a run says that it is slower, and why, and trains with TensorFlow’s', async () => {
  renameSync(operations, `${operations}.away`);
  onTestFinished(() => renameSync(`${operations}.away`, operations));
  const { code, said } = await runPretended(smallExperiment({}));
  expect(said).toContain(
    "gpu:0 computes with TensorFlow's own kernels, which are slower: those of Parasample cannot be used (they were not compiled for it).",
  );
  expect(code).toBe(0);
});
