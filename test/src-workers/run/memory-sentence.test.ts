import { expect, onTestFinished, test, vi } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import type { WorkerTask } from '../../../src-shared/protocol/worker-protocol';
import { OutOfMemoryError } from '../../../src-workers/engine/out-of-memory-error';
import { recognised } from '../../../src-workers/engine/tensorflow/recognised-error';
import { memoryNote, memorySentence } from '../../../src-workers/run/memory-sentence';

function task(training: object, devices: readonly string[] = ['gpu:0']): WorkerTask {
  const experiment = experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    training,
    parallel: { mode: devices.length > 1 ? 'sp' : 'local', devices },
  });
  return {
    ...{ runId: 'a', experiment, rank: 0, workers: devices.length, device: 'gpu:0' },
    gpuMemory: { totalMB: 8590, freeMB: 8066, forTensorsMB: 7100 },
    ...{ engine: { kind: 'javascript' }, datasetFolder: '/d', runFolder: '/r', exchangeFolder: '/e' },
  };
}

const node = {
  name: 'Sub_2',
  op: 'Sub',
  inputs: [],
  attributes: {},
  shape: [256, 512, 100],
  type: 'float32',
} as const;

test('a device without memory: what was asked, what it has, and what helps, in the words of the form', () => {
  expect(memorySentence(new OutOfMemoryError(2.4e9), task({ samples: 16 }))).toBe(
    'gpu:0 ran out of memory: another 2.4 GB was asked for; of its 8.6 GB, 8.1 GB were free when the run was prepared. "Samples at once" (training.samplesPerPass) of 8 instead of 16 needs about half, with the same results; fewer samples, a smaller batch or one more device need less too.',
  );
});

test('where others took it meanwhile, what the device has left is told too', () => {
  const sentenceOf = (freeBytes: number) =>
    memorySentence(new OutOfMemoryError(2.4e9, { freeBytes, totalBytes: 8.6e9 }), task({ samples: 16 }));
  expect(sentenceOf(3e8)).toContain(
    '8.1 GB were free when the run was prepared and 300 MB when it was asked for.',
  );
  expect(sentenceOf(0)).toContain('and none when it was asked for.');
});

test('the samples at once are those of the device, and of what was set', () => {
  const sentenceOf = (of: WorkerTask) => memorySentence(new OutOfMemoryError(undefined), of);
  expect(sentenceOf(task({ samples: 16 }, ['gpu:0', 'gpu:1']))).toContain('of 4 instead of 8');
  expect(sentenceOf(task({ samples: 16, samplesPerPass: 6 }))).toContain('of 3 instead of 6');
  expect(sentenceOf(task({ samples: 16, samplesPerPass: 1 }))).toMatch(
    /more was asked for.* Fewer samples, a smaller batch or one more device need less\.$/,
  );
});

const memory = { tensors: 6e9, parameters: 1e9, process: 0 };
const tellsOf = (of: WorkerTask, freeBytes = 0, process = 0) =>
  memoryNote({ ...memory, process }, of, freeBytes);

test('before the first step it is said what will be needed, of a GPU by what that has free', () => {
  expect(tellsOf(task({ samples: 16 }))).toEqual({
    level: 'info',
    text: "gpu:0 needs about 7.0 GB of memory: 6.0 GB for a step's tensors, 1.0 GB for parameters and their optimiser.",
  });
  const full = { ...task({ samples: 16 }), gpuMemory: { totalMB: 8590, freeMB: 8066, forTensorsMB: 6456 } };
  expect(tellsOf(full)).toEqual({
    level: 'warning',
    text: expect.stringMatching(
      /^gpu:0 needs about 7\.0 GB .*; of 8\.1 GB that are free TensorFlow takes at most 6\.5 GB for it\. "Samples at once" \(training\.samplesPerPass\) of 8 /,
    ),
  });
});

test('slots share the memory of the machine', () => {
  const slots = task({ samples: 16 }, ['cpu:0', 'cpu:1']);
  const onSlots = { ...slots, device: 'cpu:0', gpuMemory: undefined };
  expect(tellsOf(onSlots, 15e9, 1e8)).toEqual({
    level: 'info',
    text: expect.stringMatching(/^cpu:0 needs about 7\.1 GB .*, 100 MB for the graph and the process\.$/),
  });
  expect(tellsOf(onSlots, 9e9, 1e8)).toEqual({
    level: 'warning',
    text: expect.stringContaining(', 14.2 GB on all 2 slots; 9.0 GB are free. "Samples at once"'),
  });
});

// Texts of TensorFlow 2.21 as its CUDA wheel gives them.
test.each([
  [
    'by its shape',
    'OOM when allocating tensor with shape[16,128,65,192] and type float on /job:localhost',
    102_236_160,
  ],
  [
    'by the node that wanted it',
    'RESOURCE_EXHAUSTED: failed to allocate memory\n\t [[{{node Sub_2}}]]',
    52_428_800,
  ],
  [
    'by the fed value that it could not bring to the device',
    'RESOURCE_EXHAUSTED: SameWorkerRecvDone unable to allocate output tensor. Key: edge_13__arg_Sub_2_0_0;0:0\n\t [[{{node _arg_Sub_2_0_0/_1}}]]',
    52_428_800,
  ],
  ['by nothing', 'CUBLAS_STATUS_ALLOC_FAILED', undefined],
])("what was asked for is told from TensorFlow's text %s", (_how, text, bytes) => {
  const error = recognised(new Error(`Session fail to run with error: ${text}`), [node]);
  expect(error).toBeInstanceOf(OutOfMemoryError);
  expect((error as OutOfMemoryError).askedBytes).toBe(bytes);
});

test('a GPU that fails while it computes is told of by the name that its driver gives the failure', () => {
  vi.stubEnv('PARASAMPLE_GPU', 'gpu:1');
  onTestFinished(() => void vi.unstubAllEnvs());
  const text = "INTERNAL: 'cuLaunchKernel(function)' failed with 'CUDA_ERROR_LAUNCH_FAILED'";
  expect((recognised(new Error(text), []) as Error).message).toMatch(
    /^gpu:1 failed while it computed \(CUDA_ERROR_LAUNCH_FAILED\); .* can be continued from its newest checkpoint\.$/,
  );
});

test('any other error stays as it is', () => {
  const error = new Error('INVALID_ARGUMENT: shapes differ');
  expect(recognised(error, [node])).toBe(error);
});
