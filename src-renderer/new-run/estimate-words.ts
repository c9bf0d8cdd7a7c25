import type { Experiment } from '../../src-shared/experiment/experiment';
import { samplesAtOnce } from '../../src-shared/experiment/samples-at-once';
import { isShort, type MemoryShare, type RunEstimate, wholeNeed } from '../../src-shared/runs/run-estimate';
import { formatCount, formatDuration, formatMegabytes, formatNumber } from '../ui/numbers';

/** "35,000, of them 17,000 with a distribution". */
export function parameterText({ weights, bayesian, trained }: RunEstimate): string {
  const all = formatCount(weights, 'weight');
  const share =
    bayesian === 0
      ? ''
      : bayesian === weights
        ? ', all with a distribution'
        : `, ${bayesian.toLocaleString('en-GB')} with a distribution`;
  const learned = trained === weights ? '' : `; each device trains ${formatCount(trained, 'number')}`;
  return `${all}${share}${learned}`;
}

/** "about 120 MB on each of 2 slots; 20.1 GB are free". */
export function memoryText(share: MemoryShare): string {
  const { devices, need, freeBytes } = share;
  const each = formatMegabytes(wholeNeed(need) / 1e6);
  const where =
    devices.length === 1
      ? `on ${devices[0]}`
      : `on each of ${devices.length} CPU slots, ${formatMegabytes((devices.length * wholeNeed(need)) / 1e6)} in all`;
  return `about ${each} ${where}; ${formatMegabytes(freeBytes / 1e6)} ${isShort(share) ? 'are free' : 'free'}`;
}

/** What the memory is for. */
export function memoryParts({ need }: MemoryShare): string {
  const amount = (bytes: number) => formatMegabytes(bytes / 1e6);
  const around = need.process > 0 ? `, ${amount(need.process)} for the graph and the process` : '';
  return `${amount(need.tensors)} for a step’s tensors, ${amount(need.parameters)} for parameters and their optimiser${around}.`;
}

export function timeText({ time }: RunEstimate): string {
  if (!time) return 'not known before the first steps';
  const { seconds, stepMs, runs, isScaled } = time;
  const step = stepMs === undefined ? '' : `, ${formatNumber(Number(stepMs.toPrecision(2)))}\u00a0ms a step`;
  const from = isScaled ? 'scaled from a run of this network' : `from ${formatCount(runs, 'similar run')}`;
  return `about ${formatDuration(seconds)}${step}, ${from}`;
}

/** What needs less memory, where a device has too little. */
export interface MemoryRemedy {
  readonly text: string;
  /** Samples at once that the form can set; missing where one at a time is the least. */
  readonly samplesPerPass?: number;
}

/** Where what is free is too little: undefined where it is enough. */
export function memoryRemedy({ memory }: RunEstimate, experiment: Experiment): MemoryRemedy | undefined {
  const short = memory.filter(isShort);
  if (short.length === 0) return undefined;
  const where = short.flatMap(({ devices }) => devices).join(', ');
  const atOnce = samplesAtOnce(experiment, experiment.parallel.devices.length);
  const lead = `This needs more memory than is free on ${where}.`;
  if (atOnce === 1) return { text: `${lead} Fewer samples, a smaller batch or one more device need less.` };
  const half = Math.floor(atOnce / 2);
  return {
    text: `${lead} “Samples at once” of ${half} instead of ${atOnce} needs about half for a step’s tensors, with the same results; fewer samples, a smaller batch or one more device need less too.`,
    samplesPerPass: half,
  };
}
