import { expect, it } from 'vitest';
import { filterLines } from '../../../src-renderer/runs/log-filter';

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
