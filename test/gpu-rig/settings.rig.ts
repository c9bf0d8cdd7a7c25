import { describe, expect, test } from 'vitest';
import { runPretended, smallExperiment } from './pretended-run';

const vit = { kind: 'vit', patchSize: 1, width: 24, depth: 1, heads: 3 } as const;

describe('a GPU trains', () => {
  /** What cuBLAS is asked for: CUBLAS_TF32_TENSOR_OP_MATH is 3, which NVIDIA_TF32_OVERRIDE=0 switches off for float32. */
  test.each([
    ['tf32', 'math mode 3 of cuBLAS', 'stub cublasGemmStridedBatchedEx'],
    ['bf16', 'stub cublasGemmStridedBatchedEx', 'stub cublasSgemmStridedBatched'],
  ] as const)('with products of %s', async (precision, asked, notAsked) => {
    const { code, said, counts } = await runPretended(smallExperiment({ precision }, ['gpu:0'], vit));
    expect(said).toContain('finished');
    expect(code).toBe(0);
    expect(counts.get(asked)?.times).toBeGreaterThan(0);
    expect(counts.get(notAsked)).toBeUndefined();
  });

  test('with kernels that add in the same order each time, where the same bits are asked for', async () => {
    const { code, said } = await runPretended(smallExperiment({ deterministic: true }, ['gpu:0'], vit));
    expect(said).toContain('finished');
    expect(code).toBe(0);
  });
});

test('the same GPU twice is refused before anything starts', async () => {
  const { code, said } = await runPretended(smallExperiment({}, ['gpu:0', 'gpu:0']), { gpus: 2 });
  expect(code).toBe(2);
  expect(said).toContain('gpu:0 is named twice; name each device once.');
});

test('a GPU that CUDA_VISIBLE_DEVICES leaves is trained on, under its own number', async () => {
  const { code, said } = await runPretended(
    smallExperiment({}, ['gpu:1']),
    { gpus: 2 },
    { CUDA_VISIBLE_DEVICES: '1' },
  );
  expect(said).toContain('finished');
  expect(code).toBe(0);
});

describe('CUDA_VISIBLE_DEVICES of a person', () => {
  // GPU-0 and GPU-1 are what the pretended ones are called; instances of MIG are MIG-0-0 and so on.
  test.each([
    ['names the other one', { gpus: 2 }, 'gpu:1', 'GPU-0', 'name 1 there too'],
    ['hides all', { gpus: 2 }, 'gpu:1', '-1', 'name 1 there too'],
    ['begins with a number that is of no GPU', { gpus: 2 }, 'gpu:1', '7,1', 'name 1 there too'],
    ['names the other instance', { instances: 2 }, 'gpu:0.1', 'MIG-0-0', 'name MIG-0-1 there too'],
  ])('that %s is respected, and told before anything starts', async (_how, machine, device, set, remedy) => {
    const { code, said } = await runPretended(smallExperiment({}, [device]), machine, {
      CUDA_VISIBLE_DEVICES: set,
    });
    expect(said).toContain(
      `${device} is hidden by CUDA_VISIBLE_DEVICES=${set}, with which Parasample was started; start it without, or ${remedy}.`,
    );
    expect(code).toBe(2);
  });

  test.each([
    ['UUID', { gpus: 2 }, 'gpu:1', 'GPU-1'],
    ['UUID of an instance', { instances: 2 }, 'gpu:0.1', 'MIG-0-1'],
  ])('that names a GPU by the %s lets it train', async (_how, machine, device, set) => {
    const { code, said } = await runPretended(smallExperiment({}, [device]), machine, {
      CUDA_VISIBLE_DEVICES: set,
    });
    expect(said).toContain('finished');
    expect(code).toBe(0);
  });
});

describe('a GPU that MIG divides', () => {
  const divided = { instances: 2 };

  test('is none that can be trained on', async () => {
    const { code, said } = await runPretended(smallExperiment({}), divided);
    expect(code).toBe(2);
    expect(said).toContain('gpu:0 is not on this machine');
  });

  test('and its instances are: one, and both together', async () => {
    const one = await runPretended(smallExperiment({}, ['gpu:0.1']), divided);
    expect(one).toMatchObject({ code: 0, said: expect.stringContaining('finished') });
    const both = await runPretended(smallExperiment({}, ['gpu:0.0', 'gpu:0.1']), divided);
    expect(both).toMatchObject({ code: 0, said: expect.stringContaining('finished') });
  });
});
