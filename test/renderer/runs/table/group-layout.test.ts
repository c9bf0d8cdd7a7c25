import { expect, it } from 'vitest';
import { GroupLayout, groupKey } from '../../../../src-renderer/runs/table/group-layout';

const groups = [
  { values: ['cnn'], runs: 2, first: 0, spreads: [] },
  { values: ['mlp'], runs: 3, first: 2, spreads: [] },
  { values: [undefined], runs: 1, first: 5, spreads: [] },
];

it('puts each group’s head before its runs', () => {
  const layout = new GroupLayout(groups, new Set());
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
  const layout = new GroupLayout(groups, new Set([groupKey({ values: ['mlp'] })]));
  expect(layout.length).toBe(6);
  expect(layout.line(3)).toMatchObject({ kind: 'head', isFolded: true });
  expect(layout.line(4)).toMatchObject({ kind: 'head', isFolded: false });
  expect(layout.line(5)).toEqual({ kind: 'run', row: 5 });
});

it('has no line beyond the last, and none at all without groups', () => {
  expect(new GroupLayout(groups, new Set()).line(9)).toBeUndefined();
  expect(new GroupLayout([], new Set()).line(0)).toBeUndefined();
});
