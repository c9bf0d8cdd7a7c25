import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../src-renderer/studies/figures';
import { studyReport } from '../fake-study';

describe('the figures of a study', () => {
  const figures = figuresOf(studyReport.results);

  it('are those whose values there are', () => {
    expect(figures.map(({ title }) => title)).toEqual([
      'Time of a step',
      'Speedup',
      'Efficiency (1 is perfect)',
      'Highest memory of a worker',
    ]);
  });

  it('draw a line for each way of sharing, and the ideal once', () => {
    const speedup = figures.find(({ title }) => title === 'Speedup');
    expect(speedup?.lines.map(({ label }) => label)).toEqual(['sp', 'ddp', 'ideal']);
    expect(speedup?.lines.at(-1)?.points).toEqual([1, 2, 4].map((x) => ({ x, y: x })));
  });

  it('have a way of sharing in the same look in all of them, also where another is missing', () => {
    const { results } = studyReport;
    const memory = results.memory.map((row) => ({ ...row, cell: { ...row.cell, mode: 'ddp' as const } }));
    const looks = figuresOf({ ...results, memory }).map(({ lines }) =>
      lines.flatMap(({ label, look }) => (label === 'ddp' ? [look] : [])),
    );
    expect(looks).toEqual([[1], [1], [1], [1]]);
  });

  it('tell lines apart by what the study varies, and by nothing else', () => {
    const [row] = studyReport.results.memory;
    if (!row) throw new Error('The example has memory rows.');
    const shared = { ...row, cell: { ...row.cell, views: 1 } };
    const { lines } = figuresOf({ ...studyReport.results, scaling: [], memory: [row, shared] })[0] ?? {};
    expect(lines?.map(({ label }) => label)).toEqual(['sp, 0 views', 'sp, 1 view']);
  });
});
