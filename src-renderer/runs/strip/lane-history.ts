import { type MeasuredAs, type Measurements, stepParts } from '../workers/step-times';

/** What one of a worker's measurements says of the steps since the one before. */
export interface LaneMoment {
  readonly step: number;
  /** Milliseconds a step in the order of `stepParts`; 0 for what did not happen meanwhile. */
  readonly parts: readonly number[];
}

/** So many of a worker's last measurements are drawn. */
export const mostMoments = 60;

/** How a worker's steps went lately, oldest first: a device that falls behind, or a slow disk, shows in the moment that it comes. */
export function laneHistory(rank: number, measuredAs: MeasuredAs): readonly LaneMoment[] {
  const steps = measuredAs(`worker.${rank}.stepMs`)?.steps.slice(-mostMoments - 1) ?? [];
  const parts = stepParts.map(({ name }) => measuredAs(`worker.${rank}.${name}`));
  // The first of all is of the steps from 0 on; of a longer past the one before says where it begins.
  const isWhole = steps.length <= mostMoments;
  return steps
    .map((step, at) => ({ step, after: steps[at - 1] ?? 0 }))
    .slice(isWhole ? 0 : 1)
    .map(({ step, after }) => ({ step, parts: parts.map((part) => meanWithin(part, after, step)) }));
}

/** Of what was measured after one step and until another; 0 where that is nothing. */
function meanWithin(measured: Measurements | undefined, after: number, until: number): number {
  const { steps = [], values = [] } = measured ?? {};
  let [sum, count] = [0, 0];
  for (let at = steps.length - 1; at >= 0 && (steps[at] ?? 0) > after; at--) {
    const value = values[at] ?? Number.NaN;
    if ((steps[at] ?? 0) > until || !Number.isFinite(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** Milliseconds of the highest moment; 0 where there is none. */
export function highestMoment(moments: readonly LaneMoment[]): number {
  return Math.max(0, ...moments.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0)));
}

/**
 * Moments as columns of a picture, the newest at its right, their parts above each other: a path for each part.
 * @param highest milliseconds of the whole height
 */
export function historyPaths(
  moments: readonly LaneMoment[],
  highest: number,
  { width, height }: { readonly width: number; readonly height: number },
): readonly string[] {
  const across = width / mostMoments;
  const left = (at: number) => width - (moments.length - at) * across;
  return stepParts.map((_, part) =>
    moments
      .map(({ parts }, at) => {
        const below = parts.slice(0, part).reduce((sum, one) => sum + one, 0);
        const own = ((parts[part] ?? 0) / highest) * height;
        const foot = height - (below / highest) * height;
        return own > 0
          ? `M${left(at).toFixed(1)} ${foot.toFixed(1)}v${(-own).toFixed(1)}h${(across * 0.85).toFixed(1)}v${own.toFixed(1)}z`
          : '';
      })
      .join(''),
  );
}
