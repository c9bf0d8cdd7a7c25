import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gpuVariable } from '../../../src-shared/protocol/worker-variables';
import { OutOfMemoryError } from '../../../src-workers/engine/out-of-memory-error';
import { Session } from '../../../src-workers/engine/tensorflow/session';
import { type MemoryUse, memorySentenceOfUse } from '../../../src-workers/posterior/memory-of-use';
import { Sampler } from '../../../src-workers/posterior/sampler';
import { openPosterior } from '../../../src-workers/posterior/trained-posterior';
import { temporaryFolder } from '../../temporary-folder';
import { bindingPath } from '../tensorflow';
import { pictureMlp, rawInputs, standardised, writePosterior } from './small-posteriors';

const prediction: MemoryUse = {
  began: 'the prediction began',
  choosesSamples: true,
  gpuMemory: { totalMB: 8590, freeMB: 8066, forTensorsMB: 7100 },
};
const asked = { ...prediction, began: 'the posterior was loaded', choosesSamples: false };
const now = { freeBytes: 3e8, totalBytes: 8.59e9 };

beforeEach(() => void vi.stubEnv(gpuVariable, 'gpu:1'));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('a prediction without memory tells what was asked, what there is, and what helps, in the words of its form', () => {
  expect(memorySentenceOfUse(new OutOfMemoryError(2.4e9, now, 16), prediction)).toBe(
    'gpu:1 ran out of memory: another 2.4 GB was asked for; of its 8.6 GB, 8.1 GB were free when the prediction began and 300 MB when it was asked for. 16 weight samples were computed at once; "Weight samples" (`--samples`) of 8 needs about half. What else holds memory of gpu:1 can be ended; and started with `CUDA_VISIBLE_DEVICES=` in front, Parasample takes the CPU instead.',
  );
});

test('fewer samples are named only where they help and can be chosen', () => {
  const sentenceOf = (samples: number | undefined, use: MemoryUse) =>
    memorySentenceOfUse(new OutOfMemoryError(undefined, undefined, samples), use);
  expect(sentenceOf(undefined, prediction)).toContain('Fewer weight samples (`--samples`) need less.');
  expect(sentenceOf(1, prediction)).not.toContain('samples');
  expect(sentenceOf(16, asked)).toMatch(/8\.1 GB were free when the posterior was loaded\. What else holds/);
});

test('without a GPU the machine is what ran out', () => {
  vi.stubEnv(gpuVariable, undefined);
  expect(memorySentenceOfUse(new OutOfMemoryError(2.4e9), { ...asked, gpuMemory: undefined })).toBe(
    'The device ran out of memory: another 2.4 GB was asked for. What else takes memory of this machine can be ended.',
  );
});

test('whoever draws says how many samples a pass was of', async () => {
  vi.stubEnv(gpuVariable, undefined);
  const small = {
    ...pictureMlp,
    experiment: { ...pictureMlp.experiment, training: { samples: 3, samplesPerPass: 2, batchSize: 4 } },
  };
  const posterior = await openPosterior(writePosterior(temporaryFolder(), small), 'as-scored');
  const sampler = new Sampler(posterior, { kind: 'tensorflow', binding: bindingPath() });
  const inputs = standardised(posterior.metadata, rawInputs(posterior.metadata, 1));
  const refuse = () => {
    throw new OutOfMemoryError(5e6, now);
  };
  vi.spyOn(Session.prototype, 'run').mockImplementation(refuse);
  vi.spyOn(Session.prototype, 'keep').mockImplementation(refuse);
  const refused = expect.objectContaining({ askedBytes: 5e6, now, samplesAtOnce: 2 });
  expect(() => sampler.predict(inputs, 1)).toThrow(refused);
  expect(() => sampler.drawOnce(2 ** 30)).toThrow(refused);
});
