import type { GpuMemory } from '../../src-shared/devices/gpu-memory';
import type { PosteriorWork } from '../../src-shared/posterior/posterior-work';
import { gpuVariable } from '../../src-shared/protocol/worker-variables';
import type { OutOfMemoryError } from '../engine/out-of-memory-error';
import { refusedMemory } from '../run/memory-sentence';

/** What a posterior is used for, as far as that matters to memory. */
export interface MemoryUse {
  /** When it began, as a clause: "the prediction began". */
  readonly began: string;
  /** A person says how many weight samples are drawn. */
  readonly choosesSamples: boolean;
  /** As it was when it began. */
  readonly gpuMemory?: GpuMemory | undefined;
}

const began = {
  predict: 'the prediction began',
  'export-network': 'the export began',
  calibrate: 'the calibration began',
  assess: 'the evaluation began',
  compare: 'the comparison began',
  complete: 'the reading began',
} as const;

export function useOfWork(work: PosteriorWork): MemoryUse {
  return { began: began[work.kind], choosesSamples: work.kind !== 'compare' && work.kind !== 'complete' };
}

/** What a person reads where a posterior is used on a device with too little memory: the numbers, and what helps. */
export function memorySentenceOfUse(error: OutOfMemoryError, use: MemoryUse): string {
  const gpu = process.env[gpuVariable];
  const refused = refusedMemory(error, { device: gpu ?? 'The device', gpuMemory: use.gpuMemory }, use.began);
  return `${refused} ${fewerSamples(error, use)}${elsewhere(gpu)}`;
}

function fewerSamples({ samplesAtOnce }: OutOfMemoryError, { choosesSamples }: MemoryUse): string {
  if (!choosesSamples || samplesAtOnce === 1) return '';
  if (samplesAtOnce === undefined) return 'Fewer weight samples (`--samples`) need less. ';
  const half = Math.floor(samplesAtOnce / 2);
  return `${samplesAtOnce} weight samples were computed at once; "Weight samples" (\`--samples\`) of ${half} needs about half. `;
}

function elsewhere(gpu: string | undefined): string {
  if (gpu === undefined) return 'What else takes memory of this machine can be ended.';
  return `What else holds memory of ${gpu} can be ended; and started with \`CUDA_VISIBLE_DEVICES=\` in front, Parasample takes the CPU instead.`;
}
