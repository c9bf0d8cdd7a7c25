import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drawnAnew } from '../../../../src-shared/assessment/drawn-together';
import { type Dependence, dependenceAmong } from '../../../../src-workers/data/dependence';
import { blockLength, commonBlockLength } from '../../../../src-workers/evaluate/scores/block-length';
import { bootstrapIntervals } from '../../../../src-workers/evaluate/scores/bootstrap';
import { clustersOf } from '../../../../src-workers/evaluate/scores/clusters';
import { fillStatelessNormal } from '../../../../src-workers/random/stateless-noise';

const { cases } = JSON.parse(readFileSync('test/parity/fixtures/block-lengths.json', 'utf8')) as {
  readonly cases: readonly {
    readonly factor: number;
    readonly window: number;
    readonly length: number;
    readonly series: readonly number[];
  }[];
};

const meanOf = (losses: readonly number[]) => (counts: Uint32Array) => ({
  mean:
    losses.reduce((sum, loss, item) => sum + counts[item] * loss, 0) /
    counts.reduce((sum, count) => sum + count, 0),
});

/** Deviations of 1, drawn with this key. */
function normals(count: number, key: number): number[] {
  const drawn = new Float32Array(count);
  fillStatelessNormal(key, 7, drawn);
  return [...drawn];
}

test.each(cases)(
  'blocks of a series whose next value is $factor of the last, over windows of $window, are as long as arch has them, rounded up',
  ({ length, series }) => {
    expect(blockLength(series)).toBe(Math.max(1, Math.ceil(length)));
  },
);

test('what does not vary, has too few items or is no number has no blocks', () => {
  expect([[], [1], [1, 2], [3, 3, 3, 3], [1, Number.NaN, 2, 5]].map(blockLength)).toEqual([1, 1, 1, 1, 1]);
});

describe('items of a group', () => {
  const ofGroups = normals(30, 1);
  const alike = ofGroups.flatMap((loss) => [loss, loss, loss, loss]);
  const groups = {
    kind: 'groups',
    column: 'patient',
    of: Uint32Array.from(alike, (_, item) => 9 - Math.floor(item / 4) + 100),
  } as const;

  test('that are all alike count as one: the interval is that of so many items, four times each changes nothing', () => {
    const clusters = clustersOf(groups, [alike]);
    expect(clusters?.drawn).toEqual({ kind: 'groups', column: 'patient', count: 30 });
    const whole = bootstrapIntervals(alike.length, 3, meanOf(alike), clusters).mean;
    const single = bootstrapIntervals(ofGroups.length, 3, meanOf(ofGroups)).mean;
    expect(whole).toEqual([expect.closeTo(single[0], 12), expect.closeTo(single[1], 12)]);
    const apart = bootstrapIntervals(alike.length, 3, meanOf(alike)).mean;
    // Taken for 120 items the mean looks twice as sure as it is.
    expect((whole[1] - whole[0]) / (apart[1] - apart[0])).toBeCloseTo(2, 0);
  });

  test('keep to their group where some items are left out or taken apart', () => {
    const some = dependenceAmong(groups, [0, 1, 4, 119]);
    const clusters = clustersOf(some, [[1, 2, 3, 4]]);
    expect([...(clusters?.of ?? [])]).toEqual([0, 0, 1, 2]);
  });

  test('tell nothing of others where there is but one group', () => {
    const one = clustersOf(dependenceAmong(groups, [0, 1, 2, 3]), [[1, 2, 3, 4]]);
    expect(bootstrapIntervals(4, 3, meanOf([1, 2, 3, 4]), one).mean).toEqual([Number.NaN, Number.NaN]);
    expect(drawnAnew(one?.drawn)).toBe('not known, as all items are of one group (patient)');
  });
});

test('items of a series that last on are drawn in blocks: the mean is as unsure as it is, and not as of items apart', () => {
  const noise = normals(4000, 2);
  let last = 0;
  const series = noise.map((one) => {
    last = 0.9 * last + one;
    return last;
  });
  const clusters = clustersOf({ kind: 'time' }, [series]);
  expect(clusters?.drawn.kind).toBe('blocks');
  const [low, high] = bootstrapIntervals(series.length, 3, meanOf(series), clusters).mean;
  // Of an autoregression the mean's deviation is 1 / (1 - factor) / sqrt(items).
  const std = 1 / (1 - 0.9) / Math.sqrt(series.length);
  expect((high - low) / (2 * 1.96 * std)).toBeGreaterThan(0.75);
  expect((high - low) / (2 * 1.96 * std)).toBeLessThan(1.25);
  const [narrow, wide] = bootstrapIntervals(series.length, 3, meanOf(series)).mean;
  expect((wide - narrow) / (high - low)).toBeLessThan(0.4);
});

describe('items of several series', () => {
  const noise = normals(1200, 4);
  const alike = (from: number, to: number, level: number) => {
    let last = 0;
    return noise.slice(from, to).map((one) => {
      last = 0.7 * last + one;
      return level + last;
    });
  };
  const parts = [alike(0, 500, 0), alike(500, 600, 40), alike(600, 1200, -10)];
  const losses = parts.flat();
  const series = Uint32Array.from(parts.flatMap((part, place) => part.map(() => place)));

  test('have no block that reaches from one series into the next, and the last of each may be shorter', () => {
    const clusters = clustersOf({ kind: 'time', series }, [losses]);
    if (clusters?.drawn.kind !== 'blocks') throw new Error('Items that last on have blocks.');
    const { length, count } = clusters.drawn;
    expect(length).toBeGreaterThan(1);
    const seriesOfBlocks = Array.from({ length: count }, () => new Set<number>());
    clusters.of.forEach((block, item) => {
      seriesOfBlocks[block].add(series[item]);
    });
    expect(seriesOfBlocks.map(({ size }) => size)).toEqual(seriesOfBlocks.map(() => 1));
    expect(count).toBe([500, 100, 600].reduce((sum, items) => sum + Math.ceil(items / length), 0));
  });

  test('have blocks by what lasts within each: levels apart would be taken for what never ends', () => {
    const lengthOf = (dependence: Dependence) => {
      const drawn = clustersOf(dependence, [losses])?.drawn;
      return drawn?.kind === 'blocks' ? drawn.length : 1;
    };
    const own = Math.max(...parts.map(blockLength));
    expect(lengthOf({ kind: 'time', series })).toBeLessThanOrEqual(2 * own);
    expect(lengthOf({ kind: 'time' })).toBeGreaterThan(3 * own);
    // Of one series alone nothing changes.
    expect(commonBlockLength([parts[0]])).toBe(blockLength(parts[0]));
  });

  test('keep to their series where some items are left out', () => {
    expect(dependenceAmong({ kind: 'time', series }, [0, 499, 500, 1199])).toEqual({
      kind: 'time',
      series: Uint32Array.of(0, 0, 1, 2),
    });
  });
});
