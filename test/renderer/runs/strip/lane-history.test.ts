import { describe, expect, it } from 'vitest';
import {
  highestMoment,
  historyPaths,
  laneHistory,
  mostMoments,
} from '../../../../src-renderer/runs/strip/lane-history';
import type { Measurements } from '../../../../src-renderer/runs/workers/step-times';

type Told = Readonly<Record<string, Measurements>>;

const measured = (told: Told) => (name: string) => told[name.replace('worker.0.', '')];

describe('how the steps of a device went lately', () => {
  it('has what was measured since the moment before: an evaluation stands where it happened alone', () => {
    const steps = [10, 20, 30];
    const moments = laneHistory(
      0,
      measured({
        stepMs: { steps, values: [9, 9, 12] },
        inputMs: { steps, values: [1, 1, 4] },
        computeMs: { steps, values: [6, 6, 6] },
        exchangeMs: { steps, values: [2, 2, 2] },
        evaluationMs: { steps: [15, 18], values: [3, 5] },
      }),
    );
    expect(moments).toEqual([
      { step: 10, parts: [1, 6, 2, 0] },
      { step: 20, parts: [1, 6, 2, 4] },
      { step: 30, parts: [4, 6, 2, 0] },
    ]);
    expect(highestMoment(moments)).toBe(13);
  });

  it('is that of the last measurements alone, however long the run went before', () => {
    const steps = Array.from({ length: 200 }, (_, at) => at + 1);
    const moments = laneHistory(
      0,
      measured({ stepMs: { steps, values: steps }, computeMs: { steps, values: steps } }),
    );
    expect(moments).toHaveLength(mostMoments);
    expect(moments[0]).toEqual({ step: 141, parts: [0, 141, 0, 0] });
    expect(moments.at(-1)?.step).toBe(200);
  });

  it('is nothing before the first measurement, and what is no number counts for nothing', () => {
    expect(laneHistory(0, measured({}))).toEqual([]);
    expect(highestMoment([])).toBe(0);
    const broken = measured({
      stepMs: { steps: [1], values: [5] },
      computeMs: { steps: [1], values: [Number.NaN] },
    });
    expect(laneHistory(0, broken)).toEqual([{ step: 1, parts: [0, 0, 0, 0] }]);
  });

  it('is drawn with the newest at the right and parts above each other, as high as they are long', () => {
    const paths = historyPaths([{ step: 1, parts: [0, 5, 5, 0] }], 20, { width: 60, height: 20 });
    expect(paths).toEqual(['', 'M59.0 20.0v-5.0h0.8v5.0z', 'M59.0 15.0v-5.0h0.8v5.0z', '']);
  });
});
