import { expect, it } from 'vitest';
import { hrefOf, parseRoute, type Route } from '../../../src-renderer/ui/route';

const routes: readonly Route[] = [
  { view: 'home' },
  { view: 'new' },
  { view: 'new', from: 'run-1' },
  { view: 'runs' },
  { view: 'run', runId: 'run-1' },
  { view: 'run', runId: 'run-1', part: 'posterior' },
  { view: 'run', runId: 'run-1', part: 'log', line: 1200 },
  { view: 'queue' },
  { view: 'studies' },
  { view: 'studies', studyId: 'study-1' },
  { view: 'compare', runIds: [] },
  { view: 'compare', runIds: ['a', 'b'] },
  { view: 'compare', runIds: ['a', 'b'], studyId: 'scaling-1a2b' },
  { view: 'devices' },
  { view: 'data' },
  { view: 'data', path: '/my data/100 %.csv' },
  { view: 'data', path: '/era5/t_20*.nc', dropped: 12 },
];

it.each(routes)('leads back to %j from its own address', (route) => {
  expect(parseRoute(hrefOf(route))).toEqual(route);
});

it.each(['', '#', '#/nowhere', 'rubbish'])('leads home from “%s”', (hash) => {
  expect(parseRoute(hash)).toEqual({ view: 'home' });
});
