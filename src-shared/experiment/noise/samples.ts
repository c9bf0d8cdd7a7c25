import { z } from 'zod';
import { fewestInPass, meshOf } from '../../devices/workload';
import type { Experiment } from '../experiment';
import type { Problem } from '../problem';
import type { NoiseChoice } from './noise-choice';

/** Read off the spread of the samples, as torch_blue does. */
const settings = z.strictObject({ kind: z.literal('samples') });

export const samples: NoiseChoice<typeof settings> = {
  settings,
  title: 'From the spread of the samples',
  help: 'As torch_blue has it; needs several samples.',
  fields: {},
  isSpreadOfSamples: true,
  problems,
  missingInClusterProject: 'noise that is read off the samples',
};

/** It is the spread of those samples that are pooled together. */
function problems({ inference, training, parallel }: Experiment): readonly Problem[] {
  if (inference.objective !== 'pooled')
    return [
      { path: 'inference.noise.kind', message: 'Noise read off the samples needs the objective pooled.' },
    ];
  if (inference.reduction !== 'averaged') return [];
  const { sampleGroups } = meshOf(parallel.mode, parallel.devices.length, parallel.dataGroups);
  if (fewestInPass(training.samples, sampleGroups, training.samplesPerPass) >= 2) return [];
  return [
    {
      path: 'inference.reduction',
      message:
        'averaged takes the spread of the samples of one device (or pass), which needs at least 2 of them; use exact, or more training.samples.',
    },
  ];
}
