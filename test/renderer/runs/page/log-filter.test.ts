import { expect, it } from 'vitest';
import { filterLines, windowAround } from '../../../../src-renderer/runs/page/log-filter';

const lines = [
  { id: 1, time: 0, level: 'info', text: 'Starting workers.' },
  { id: 2, time: 1, worker: 0, level: 'info', text: 'Loading the data.' },
  { id: 3, time: 2, worker: 1, level: 'error', text: 'Out of memory.' },
] as const;
const everything = { from: '', level: '', text: '' } as const;

it.each([
  [everything, [1, 2, 3]],
  [{ ...everything, from: 'run' }, [1]],
  [{ ...everything, from: '1' }, [3]],
  [{ ...everything, level: 'error' }, [3]],
  [{ ...everything, text: 'LOADING' }, [2]],
  [{ ...everything, from: '0', text: 'memory' }, []],
] as const)('lets through what %j asks for', (choice, ids) => {
  expect(filterLines(lines, choice).map(({ id }) => id)).toEqual(ids);
});

it.each([
  ['the last lines, where none is looked for', undefined, [7, 10]],
  ['those around a line', 4, [3, 6]],
  ['the first lines, where it is one of them', 0, [0, 3]],
  ['the last lines, where it is one of them', 9, [7, 10]],
  ['the last lines, where it is not there', 99, [7, 10]],
] as const)('shows %s', (_, id, [from, to]) => {
  const many = Array.from({ length: 10 }, (_line, place) => ({ ...lines[0], id: place }));
  expect(windowAround(many, id, 3)).toEqual({ from, to });
});
