import { expect, test } from 'vitest';
import { newCommandShell } from '../command-shell';

test('fetching that Ctrl-C ends has failed, as all work that it ends: its input was not wrong', async () => {
  const { call, interrupt } = newCommandShell();
  const fetching = call('datasets', 'fetch', 'cifar-10');
  interrupt();
  expect(await fetching).toMatchObject({ code: 1, out: '', err: 'Fetching was cancelled.\n' });
});

test('fetching says what there is then, and how to train on it: no list of all the others', async () => {
  const { call } = newCommandShell();
  expect(await call('datasets', 'fetch', 'digits')).toEqual({
    code: 0,
    out: 'Digits comes with Parasample; `parasample run digits-mlp` trains on it.\n',
    err: '',
  });
  expect(JSON.parse((await call('datasets', 'fetch', 'digits', '--json')).out)).toMatchObject({
    id: 'digits',
    state: 'ready',
  });
  expect((await call('datasets')).out.split('\n').length).toBeGreaterThan(5);
});
