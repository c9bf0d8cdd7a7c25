import { describe, expect, test } from 'vitest';
import { countsOfStep, runPretended, smallExperiment } from './pretended-run';

/** A batch of 128 digits of 8 x 8 pixels, with labels. */
const [samples, items] = [4, 128];
const inputBytes = items * 64 * 4;
const batchBytes = inputBytes + items * 4;
/** nll, fit and KL. */
const reportBytes = 3 * 4;

describe('a step of one GPU', () => {
  test('in one pass takes the batch, seeds and a few numbers, and gives its report alone', async () => {
    const of = await countsOfStep({});
    expect(of('copy to host').bytes).toBe(reportBytes);
    expect(of('copy to device').bytes).toBeLessThan(batchBytes + 1000);
  });

  test('in two passes adds them up there: of a gradient of 14 kB nothing crosses, and the batch does once', async () => {
    const of = await countsOfStep({ samplesPerPass: samples / 2 });
    expect(of('copy to host').bytes).toBe(2 * reportBytes);
    expect(of('copy to device').bytes).toBeLessThan(batchBytes + 1000);
    expect(of('copy to device from pinned memory')).toEqual({ times: 1, bytes: batchBytes });
    expect(of('kernels beside copies from pinned memory').bytes).toBeGreaterThan(0.9 * of('kernels').times);
  });

  test('is given its batch in one copy from page-locked memory, beside the kernels of the step before', async () => {
    const of = await countsOfStep({});
    expect(of('copy to device from pinned memory')).toEqual({ times: 1, bytes: batchBytes });
    expect(of('synchronisation').times).toBe(1);
    const { times, bytes: kernels } = of('kernels beside copies from pinned memory');
    expect(times).toBe(1);
    // Those of a whole step, of which an executor may begin a few before it asks for the batch.
    expect(kernels / of('kernels').times).toBeGreaterThan(0.9);
    expect(kernels / of('kernels').times).toBeLessThan(1.1);
  });

  test('that sees views in turn puts those of its last pass together on the device, where they do not follow each other', async () => {
    const augmentations = [{ kind: 'rotation', degrees: 15 }] as const;
    const passes = { samplesPerPass: 2, samples: 5 };
    const of = await countsOfStep({ ...passes, views: 3, augmentations: [...augmentations] });
    expect(of('copy to device from pinned memory').bytes).toBe(3 * batchBytes);
    // Of the second pass, which sees the third view and the first; gradients are copied with and without.
    const withoutViews = await countsOfStep(passes);
    const joined = of('copy within device').bytes - withoutViews('copy within device').bytes;
    expect(joined).toBe(2 * inputBytes);
  });
});

describe('what goes wrong on a GPU is a sentence', () => {
  test('an end of memory, with numbers and what needs less', async () => {
    const large = smallExperiment({ samples: 64, batchSize: 1024 }, ['gpu:0'], {
      kind: 'mlp',
      hidden: [8192],
    });
    const { code, said } = await runPretended(large, { memoryMiB: 1500 });
    expect(code).toBe(1);
    expect(said).toMatch(
      /gpu:0 ran out of memory: another [\d.]+ (GB|MB) was asked for; of its 1\.6 GB, 1\.0 GB were free/,
    );
    expect(said).toContain('"Samples at once" (training.samplesPerPass) of 32 instead of 64');
  });

  test('a library that is missing: nothing is trained on the CPU in its name', async () => {
    const { code, said } = await runPretended(smallExperiment({}), { without: 'libcudnn.so.9' });
    expect(code).toBe(1);
    expect(said).toContain('gpu:0 needs libcudnn.so.9, which cannot be opened');
  });

  test('a driver or GPU that is too old: refused before anything starts', async () => {
    const { code, said } = await runPretended(smallExperiment({}), { driver: '515.43' });
    expect(code).toBe(2);
    expect(said).toContain('gpu:0 has the NVIDIA driver 515.43, which is too old for CUDA 12');
  });

  test('a GPU that is not there, and one that CUDA_VISIBLE_DEVICES hides', async () => {
    const missing = await runPretended(smallExperiment({}, ['gpu:7']), { gpus: 2 });
    expect(missing).toMatchObject({ code: 2, said: expect.stringContaining('gpu:7 is not on this machine') });
    const hidden = await runPretended(smallExperiment({}), {}, { CUDA_VISIBLE_DEVICES: '' });
    expect(hidden).toMatchObject({
      code: 2,
      said: expect.stringContaining('gpu:0 is hidden by CUDA_VISIBLE_DEVICES='),
    });
  });

  // Which operation is in hand depends on how many there are in a step: some of TensorFlow's end the process, with a last word.
  test.each([60, 300, 900])(
    'a GPU that fails in the middle of a run, after %i kernels, in the words of its driver',
    async (failsAfter) => {
      const { code, said } = await runPretended(smallExperiment({ steps: 50 }), { failsAfter });
      expect(code).toBe(1);
      expect(said).toMatch(
        /gpu:0 failed while it computed \(CUDA_ERROR_LAUNCH_FAILED\)|crashed \(SIGABRT\): INTERNAL: error of the pretended runtime;/,
      );
    },
  );
});

test('two GPUs train together, and each sees its own', async () => {
  const { code, said } = await runPretended(smallExperiment({}, ['gpu:0', 'gpu:1']), { gpus: 2 });
  expect(said).toContain('finished');
  expect(code).toBe(0);
});
