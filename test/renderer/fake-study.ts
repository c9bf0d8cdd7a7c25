import type { StudyReport } from '../../src-shared/study/study-report';
import type { ScalingRow, Spread, StudyCell } from '../../src-shared/study/study-results';

/** A study of one, two and four devices, sharing samples or items. */

function spread(mean: number): Spread {
  return { mean, std: mean * 0.02, min: mean * 0.97, max: mean * 1.03, count: 3 };
}

function cell(mode: StudyCell['mode'], devices: number): StudyCell {
  return { mode, devices, samples: 16, batchSize: 64, views: 0, varied: {} };
}

function scaling(mode: StudyCell['mode'], loss: number): ScalingRow[] {
  return [1, 2, 4].map((devices) => {
    const efficiency = 1 - loss * (devices - 1);
    return {
      cell: cell(mode, devices),
      stepMs: spread(120 / (devices * efficiency)),
      idealStepMs: 120 / devices,
      speedup: devices * efficiency,
      idealSpeedup: devices,
      efficiency,
    };
  });
}

export const studyReport: StudyReport = {
  summary: {
    id: 'study-1',
    name: 'Digits on one, two and four slots',
    kind: 'strong-scaling',
    state: 'incomplete',
    runs: 8,
    finished: 6,
    failed: 1,
    runIds: ['first', 'third'],
    created: Date.UTC(2026, 0, 15),
    reason: 'One of its runs failed.',
  },
  study: {
    name: 'Digits on one, two and four slots',
    kind: 'strong-scaling',
    base: { parallel: { mode: 'sp', devices: ['cpu:0'], threadsPerDevice: 1 } },
    grid: { mode: ['sp', 'ddp'], devices: [1, 2, 4], samples: [16] },
    warmupSteps: 5,
  },
  runs: [
    { runId: 'first', status: 'finished', reason: '', cell: cell('sp', 1), seed: 0, measured: undefined },
    {
      runId: 'third',
      status: 'failed',
      reason: 'Out of memory.',
      cell: cell('sp', 4),
      seed: 0,
      measured: undefined,
    },
    {
      runId: undefined,
      status: 'not-started',
      reason: '',
      cell: cell('ddp', 4),
      seed: 1,
      measured: undefined,
    },
  ],
  results: {
    scaling: [...scaling('sp', 0.03), ...scaling('ddp', 0.01)],
    memory: [1, 2, 4].map((devices) => ({ cell: cell('sp', devices), memoryMB: spread(700 / devices) })),
    target: [],
    scores: [],
    differences: [],
  },
  notes: ['The slots share two cores: four of them cannot be four times as fast as one.'],
};
