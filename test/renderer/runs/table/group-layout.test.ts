import { expect, it } from 'vitest';
import { GroupLayout, groupKey } from '../../../../src-renderer/runs/table/group-layout';

const groups = [
  { values: ['cnn'], runs: 2, first: 0, spreads: [] },
  { values: ['mlp'], runs: 3, first: 2, spreads: [] },
  { values: [undefined], runs: 1, first: 5, spreads: [] },
];

it('puts each group’s head before its runs', () => {
  const layout = new GroupLayout(groups, 6, () => false);
  const lines = Array.from({ length: layout.length }, (_, index) => layout.line(index));
  expect(lines.map((line) => (line?.kind === 'run' ? line.row : line?.group.values[0]))).toEqual([
    'cnn',
    0,
    1,
    'mlp',
    2,
    3,
    4,
    undefined,
    5,
  ]);
});

it('shows a folded group by its head alone, and the others as before', () => {
  const layout = new GroupLayout(groups, 6, ({ values }) => values[0] === 'mlp');
  expect(layout.length).toBe(6);
  expect(layout.line(3)).toMatchObject({ kind: 'head', isFolded: true });
  expect(layout.line(4)).toMatchObject({ kind: 'head', isFolded: false });
  expect(layout.line(5)).toEqual({ kind: 'run', row: 5 });
});

it('has no line beyond the last, and none at all without groups', () => {
  expect(new GroupLayout(groups, 6, () => false).line(9)).toBeUndefined();
  expect(new GroupLayout([], 0, () => false).line(0)).toBeUndefined();
});

/** Rows 0 and 5 are of no group; the study of rows 1 to 3 is folded where that is said. */
function aroundAStudy(isFolded: boolean): readonly unknown[] {
  const study = { study: { id: 's', name: 'Rates' }, values: [], runs: 3, first: 1, spreads: [] };
  const other = { study: { id: 't', name: 'Modes' }, values: [], runs: 1, first: 4, spreads: [] };
  const layout = new GroupLayout([study, other], 6, (group) => isFolded && group === study);
  const lines = Array.from({ length: layout.length }, (_, index) => layout.line(index));
  return lines.map((line) => (line?.kind === 'run' ? line.row : line?.group.study?.name));
}

it('leaves runs of no group where they stand, before, between and after groups', () => {
  expect(aroundAStudy(false)).toEqual([0, 'Rates', 1, 2, 3, 'Modes', 4, 5]);
  expect(aroundAStudy(true)).toEqual([0, 'Rates', 'Modes', 4, 5]);
});

it('knows a study by itself and not by its name, which another may have too', () => {
  const key = (id: string) => groupKey({ study: { id, name: 'Rates' }, values: [] });
  expect(key('a')).not.toBe(key('b'));
});
