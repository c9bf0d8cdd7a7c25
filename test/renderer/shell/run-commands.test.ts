import { expect, it } from 'vitest';
import type { App } from '../../../src-renderer/app.svelte';
import { runCommands } from '../../../src-renderer/shell/run-commands';
import type { RunStatus } from '../../../src-shared/runs/runs';
import { digitsInput, fakeRun, finalMetrics } from '../fake-runs';

/** The commands of a run of this status, and what they asked the core for. */
function commandsOf(status: RunStatus, metrics: Readonly<Record<string, number>> = {}) {
  const asked: string[] = [];
  const api = new Proxy({}, { get: (_, name) => async () => void asked.push(String(name)) });
  const run = fakeRun('one', digitsInput, status, { metrics });
  const app = { runs: { get: () => run }, link: { api } } as unknown as App;
  const commands = runCommands(app, 'one');
  return { asked, commands, labels: commands.map(({ label }) => label) };
}

it('every part of a run’s page is a command', () => {
  const { labels } = commandsOf('finished');
  expect(labels).toEqual(
    expect.arrayContaining(['Overview', 'Uncertainty', 'Posterior', 'Predict', 'Workers', 'Log', 'Settings']),
  );
});

it('what can be done follows the state of the run, as the buttons of its page do', () => {
  const actions = ['Pause', 'Continue', 'Stop', 'Export posterior', 'Calibrate', 'Delete'];
  const offered = (...args: Parameters<typeof commandsOf>) =>
    commandsOf(...args).labels.filter((label) => actions.includes(label));
  expect(offered('running')).toEqual(['Pause', 'Stop']);
  expect(offered('paused')).toEqual(['Continue', 'Stop']);
  expect(offered('stopping')).toEqual([]);
  expect(commandsOf('queued').labels).toEqual(
    expect.arrayContaining(['Move to the front of the queue', 'Move to the end of the queue', 'Stop']),
  );
  expect(offered('failed')).toEqual(['Continue', 'Delete']);
  expect(offered('finished', finalMetrics)).toEqual(['Export posterior', 'Calibrate', 'Delete']);
});

it('a command asks the core for it', async () => {
  const going = commandsOf('running');
  await going.commands.find(({ label }) => label === 'Pause')?.act();
  expect(going.asked).toEqual(['pause']);
  const over = commandsOf('finished');
  await over.commands.find(({ label }) => label === 'Archive')?.act();
  expect(over.asked).toEqual(['annotate']);
});
