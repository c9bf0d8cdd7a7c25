import { describe, expect, it } from 'vitest';
import { colourVariable } from '../../../src-renderer/charts/palette';
import { figuresOf, studyLooks } from '../../../src-renderer/studies/figures';
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
    expect(speedup?.lines.map(({ label }) => label)).toEqual([
      'Shared samples (sp)',
      'Shared items (ddp)',
      'ideal',
    ]);
    expect(speedup?.lines.at(-1)?.points).toEqual([1, 2, 4].map((x) => ({ x, y: x })));
  });

  it('have a way of sharing in the same look in all of them, also where another is missing', () => {
    const { results } = studyReport;
    const memory = results.memory.map((row) => ({ ...row, cell: { ...row.cell, mode: 'ddp' as const } }));
    const looks = figuresOf({ ...results, memory }).map(({ lines }) =>
      lines.flatMap(({ label, look }) => (label === 'Shared items (ddp)' ? [look] : [])),
    );
    expect(looks).toEqual([[1], [1], [1], [1]]);
  });

  it('say what a varied value is of, and name a way of sharing where it tells lines apart', () => {
    const { results } = studyReport;
    const memory = results.memory.map((row) => ({
      ...row,
      cell: { ...row.cell, varied: { 'training.optimizer.learningRate': '0.003' } },
    }));
    const { lines } = figuresOf({ ...results, scaling: [], memory })[0] ?? {};
    expect(lines?.map(({ label }) => label)).toEqual(['learning rate 0.003']);
  });

  it('draw one standard deviation over seeds to both sides of the mean, and none where there is one seed', () => {
    const row = studyReport.results.memory[0];
    if (!row) throw new Error('The example has memory rows.');
    const of = (devices: number, std: number | undefined) => ({
      cell: { ...row.cell, devices },
      memoryMB: { mean: 100 * devices, std, min: 0, max: 0, count: std === undefined ? 1 : 3 },
    });
    const linesOf = (...memory: readonly ReturnType<typeof of>[]) =>
      figuresOf({ ...studyReport.results, scaling: [], memory })[0]?.lines;
    expect(linesOf(of(2, 30), of(1, 20))?.[0]?.spread).toEqual([
      { x: 1, mean: 100, low: 80, high: 120 },
      { x: 2, mean: 200, low: 170, high: 230 },
    ]);
    expect(linesOf(of(1, undefined), of(2, undefined))?.[0]?.spread).toBeUndefined();
    // One number of devices is no axis.
    expect(linesOf(of(1, 20), of(1, 30))).toBeUndefined();
  });

  it('tell lines apart by what the study varies, and by nothing else', () => {
    const [row] = studyReport.results.memory;
    if (!row) throw new Error('The example has memory rows.');
    const shared = { ...row, cell: { ...row.cell, views: 1 } };
    const wider = [row, shared].map((one) => ({ ...one, cell: { ...one.cell, devices: 2 } }));
    const memory = [row, shared, ...wider];
    const { lines } = figuresOf({ ...studyReport.results, scaling: [], memory })[0] ?? {};
    expect(lines?.map(({ label }) => label)).toEqual(['0 views', '1 view']);
  });
});

it('gives a study’s runs the colour of their line where they are compared, each number of devices its own dash', () => {
  const { results, runs } = studyReport;
  const [first, third] = runs;
  if (!(first && third)) throw new Error('The example has two runs.');
  const other = { ...first, runId: 'other', cell: { ...first.cell, mode: 'ddp' as const } };
  const looks = studyLooks({ results, runs: [first, third, other] });
  const lines = figuresOf(results)[0]?.lines ?? [];
  const colourOf = (label: string) =>
    colourVariable(lines.find((line) => line.label === label)?.look ?? Number.NaN);
  expect([...looks.values()].map(colourVariable)).toEqual([
    colourOf('Shared samples (sp)'),
    colourOf('Shared samples (sp)'),
    colourOf('Shared items (ddp)'),
  ]);
  expect(new Set(looks.values()).size).toBe(3);
});
