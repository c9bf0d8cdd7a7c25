import { expect, it } from 'vitest';
import { queueCommands } from '../../../src-renderer/queue/queue-commands';
import type { QueueEntry } from '../../../src-shared/runs/run-queue';

const entry = (name: string, state: QueueEntry['state'], own = true): QueueEntry => ({
  runId: name.toLowerCase(),
  name,
  state,
  devices: ['cpu:0'],
  waitsFor: [],
  own,
});

/** The commands of these entries, and what they asked the core for. */
function commandsOf(...entries: readonly QueueEntry[]) {
  const asked: string[] = [];
  const api = new Proxy(
    {},
    {
      get:
        (_, name) =>
        async (...args: readonly unknown[]) =>
          void asked.push([String(name), ...args].join(' ')),
    },
  ) as Parameters<typeof queueCommands>[2];
  const watch = { act: async (_: string, action: () => Promise<unknown>) => void (await action()) };
  return { asked, commands: queueCommands(entries, watch, api) };
}

it('the palette does with a run of the queue what its row does, by its state', () => {
  const { commands } = commandsOf(
    entry('Going', 'running'),
    entry('Held', 'paused'),
    entry('Next', 'waiting'),
  );
  expect(commands.map(({ label }) => label)).toEqual([
    'Pause Going',
    'Stop Going',
    'Continue Held',
    'Stop Held',
    'Move Next to the front',
    'Move Next up',
    'Move Next down',
    'Move Next to the end',
    'Stop Next',
  ]);
});

it('it does nothing with runs of another window, and asks the core for its own', async () => {
  expect(commandsOf(entry('Theirs', 'running', false)).commands).toEqual([]);
  const { asked, commands } = commandsOf(entry('Next', 'waiting'));
  await commands[0]?.act();
  await commands.at(-1)?.act();
  expect(asked).toEqual(['moveInQueue next first', 'stop next']);
});
