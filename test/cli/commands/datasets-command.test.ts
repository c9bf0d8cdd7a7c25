import { expect, test } from 'vitest';
import { newCommandShell } from '../command-shell';

test('fetching that Ctrl-C ends has failed, as all work that it ends: its input was not wrong', async () => {
  const { call, interrupt } = newCommandShell();
  const fetching = call('datasets', 'fetch', 'cifar-10');
  interrupt();
  expect(await fetching).toMatchObject({ code: 1, out: '', err: 'Fetching was cancelled.\n' });
});
