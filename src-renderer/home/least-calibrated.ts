import { lastValueOf, type RunSummary } from '../../src-shared/runs/runs';
import { formatMetric } from '../ui/numbers';

/** A run whose doubt fits least to what came true. */
export interface Miscalibrated {
  readonly run: RunSummary;
  /** How far off it is, 0 to 1. */
  readonly miss: number;
  /** That in words: "calibration error 8.3 %". */
  readonly text: string;
}

/** Scored runs, those first whose doubt is furthest off: of classes by the ECE, of values by the coverage of their 90 % interval. */
export function leastCalibrated(runs: readonly RunSummary[]): readonly Miscalibrated[] {
  return runs
    .flatMap((run) => missOf(run) ?? [])
    .filter(({ miss }) => Number.isFinite(miss))
    .sort((a, b) => b.miss - a.miss);
}

function missOf(run: RunSummary): Miscalibrated | undefined {
  const ece = lastValueOf(run, 'test.ece');
  if (ece !== undefined)
    return { run, miss: ece, text: `calibration error ${formatMetric('test.ece', ece)}` };
  const coverage = lastValueOf(run, 'test.coverage90');
  if (coverage === undefined) return undefined;
  const inside = formatMetric('test.coverage90', coverage);
  return { run, miss: Math.abs(coverage - 0.9), text: `its 90 % intervals hold ${inside} of the truths` };
}
