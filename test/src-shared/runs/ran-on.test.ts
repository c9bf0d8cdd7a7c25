import { expect, test } from 'vitest';
import { ranOn } from '../../../src-shared/runs/ran-on';
import type { RunEnvironment } from '../../../src-shared/runs/run-environment';

const onCpus: RunEnvironment = {
  version: '1',
  codeVersion: '1',
  engine: 'TensorFlow',
  node: '24',
  system: 'Linux',
  processor: 'A processor',
  cores: 2,
  memoryMB: 8000,
  variables: {},
};

test('a run tells the GPUs it computed on, their driver, and the libraries and number format there', () => {
  const gpu = { id: 'gpu:0', name: 'NVIDIA H100', driver: '580.95.05' };
  const gpus = [
    { ...gpu, computeCapability: '9.0' },
    { ...gpu, id: 'gpu:1' },
  ];
  expect(ranOn({ ...onCpus, gpus, cuda: '12.9.79', cudnn: '9.28.0.42', tf32: false })).toEqual([
    'gpu:0: NVIDIA H100, compute capability 9.0, driver 580.95.05',
    'gpu:1: NVIDIA H100, driver 580.95.05',
    'CUDA 12.9.79, cuDNN 9.28.0.42, no tf32',
  ]);
});

test('a run of CPU slots, or one of which nothing was kept, tells none', () => {
  expect(ranOn(onCpus)).toEqual([]);
  expect(ranOn(undefined)).toEqual([]);
});
