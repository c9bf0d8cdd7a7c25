import { expect, test } from 'vitest';
import { spanOf, timelineMarks } from '../../../../src-renderer/runs/page/timeline';
import type { LogLine } from '../../../../src-shared/runs/runs';
import { digitsInput, fakeRun } from '../../fake-runs';

const span = { from: 1000, to: 2000 };

function line(id: number, time: number, level: LogLine['level']): LogLine {
  return { id, time, level, text: `line ${id}` };
}

test('warnings and errors stand where they happened; information has no mark', () => {
  const marks = timelineMarks(
    [line(1, 1100, 'info'), line(2, 1250, 'warning'), line(3, 1900, 'error')],
    span,
  );
  expect(marks.map(({ at, level }) => [at, level])).toEqual([
    [0.25, 'warning'],
    [0.9, 'error'],
  ]);
});

test('lines that cannot be told apart share a mark, which leads to the first error among them', () => {
  const [mark, ...others] = timelineMarks(
    [line(1, 1500, 'warning'), line(2, 1505, 'error'), line(3, 1510, 'error')],
    span,
  );
  expect(others).toEqual([]);
  expect(mark).toMatchObject({ level: 'error', leadsTo: { id: 2 } });
  expect(mark?.lines.map(({ id }) => id)).toEqual([1, 2, 3]);
});

test('what is said after the end stands at the end', () => {
  expect(timelineMarks([line(1, 2300, 'error')], span)[0]?.at).toBe(1);
});

test('the timeline of a run that goes on reaches to now, that of one that is over to its end', () => {
  const run = fakeRun('a', digitsInput, 'running', { started: 1000 });
  expect(spanOf(run, 5000)).toEqual({ from: 1000, to: 5000 });
  expect(spanOf({ ...run, status: 'failed', ended: 3000 }, 5000)).toEqual({ from: 1000, to: 3000 });
});
