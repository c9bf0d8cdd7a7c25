import type { RunEstimate } from '../../src-shared/runs/run-estimate';

/** On two CPU slots of a machine with enough memory, after three runs like it. */
export const fakeEstimate: RunEstimate = {
  weights: 8970,
  bayesian: 8970,
  trained: 17_940,
  trainItems: 1347,
  totalSteps: 630,
  memory: [
    {
      devices: ['cpu:0', 'cpu:1'],
      need: { tensors: 12e6, parameters: 3e6, process: 45e6 },
      freeBytes: 20.1e9,
    },
  ],
  time: { seconds: 25.2, runs: 3, isScaled: false },
};
