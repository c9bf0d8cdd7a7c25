import { afterEach, expect, test, vi } from 'vitest';
import { startRun } from '../../../src-renderer/runs/start';
import type { Api } from '../../../src-shared/protocol/api';

afterEach(() => vi.unstubAllGlobals());

/** Starts a run from the form, and does something before the core has answered. */
async function startAndMeanwhile(meanwhile: () => void): Promise<string> {
  vi.stubGlobal('location', { hash: '#/new' });
  const start = async () => {
    meanwhile();
    return { runId: 'demo-1a2b' };
  };
  await startRun({ start } as unknown as Api, {});
  return location.hash;
}

test('a run that is started opens its page', async () => {
  expect(await startAndMeanwhile(() => undefined)).toBe('#/runs/demo-1a2b');
});

test('whoever has gone elsewhere meanwhile stays there, with no other button under the pointer', async () => {
  const leave = () => {
    location.hash = '#/queue';
  };
  expect(await startAndMeanwhile(leave)).toBe('#/queue');
});
