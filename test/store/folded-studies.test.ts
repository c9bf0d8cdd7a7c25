import { describe, expect, it } from 'vitest';
import { foldedStudies } from '../../src-main/store/folded-studies';
import type { TableRow } from '../../src-main/store/run-table';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { noAnnotations } from '../../src-shared/runs/annotations';
import { flattenRun } from '../../src-shared/runs/run-columns';
import type { RunsPageRequest } from '../../src-shared/runs/run-table';
import type { RunSummary } from '../../src-shared/runs/runs';

function row(id: string, accuracy?: number): TableRow {
  const summary: RunSummary = {
    id,
    status: 'finished',
    reason: '',
    experiment: experimentSchema.parse({
      name: id,
      data: { dataset: 'digits' },
      model: { kind: 'mlp' },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    }),
    created: 0,
    engine: 'an engine',
    metrics: accuracy === undefined ? {} : { 'test.accuracy': accuracy },
    annotations: noAnnotations,
  };
  return { key: 0, revision: 0, summary, flat: flattenRun(summary) };
}

/** `r1`, `r2` … are runs of the study Rates, `m1` … of Modes, others of none. */
function folded(rows: readonly TableRow[], sort: RunsPageRequest['sort'] = []) {
  const names = { r: 'Rates', m: 'Modes' } as const;
  const studies = new Map(
    rows.flatMap(({ summary: { id } }) => {
      const name = names[id.charAt(0) as keyof typeof names];
      return name ? [[id, { id: name, name }] as const] : [];
    }),
  );
  const { rows: ordered, groups } = foldedStudies(rows, studies, { sort, summarised: ['test.accuracy'] });
  return { ids: ordered.map(({ summary }) => summary.id).join(' '), groups };
}

const byAccuracy = [{ column: 'test.accuracy', descending: true }];

describe('runs folded under their studies', () => {
  it('lie together where the first of them stands, and others stay where they are', () => {
    const { ids, groups } = folded(['a', 'r1', 'b', 'm1', 'r2', 'c', 'r3'].map((id) => row(id)));
    expect(ids).toBe('a r1 r2 r3 b m1 c');
    expect(groups.map(({ study, first, runs }) => [study?.name, first, runs])).toEqual([
      ['Rates', 1, 3],
      ['Modes', 5, 1],
    ]);
  });

  it('have their mean and spread: of 0.8 and 0.9 it is 0.85 ± 0.0707, and one without a score counts in neither', () => {
    const { groups } = folded([row('r1', 0.8), row('r2', 0.9), row('r3'), row('m1')]);
    const [rates, modes] = groups;
    expect(rates?.spreads[0]).toMatchObject({ count: 2, mean: expect.closeTo(0.85, 12) });
    expect(rates?.spreads[0]?.std).toBeCloseTo(Math.sqrt(0.005), 12);
    expect(modes?.spreads).toEqual([undefined]);
  });

  it('stand by their mean among other runs where a score sorts, and last without one', () => {
    const rows = [
      row('r1', 0.9),
      row('a', 0.8),
      row('r2', 0.5),
      row('b', 0.6),
      row('m1'),
      row('c', Number.NaN),
    ];
    expect(folded(rows, byAccuracy).ids).toBe('a r1 r2 b m1 c');
  });

  it('keep the order in which they are sorted', () => {
    const rows = [row('r3'), row('a'), row('r1'), row('r2')];
    expect(folded(rows, [{ column: 'name', descending: false }]).ids).toBe('r3 r1 r2 a');
  });
});
