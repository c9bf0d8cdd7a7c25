import { targetUnitOf } from '../../src-shared/experiment/data';
import type { RunSummary } from '../../src-shared/runs';
import { type Command, jsonOption } from './command';
import { metricsOf, metricTexts } from './metric-texts';
import { withCore } from './open-core';

export const runsCommand: Command = {
  name: 'runs',
  usage: '[--json]',
  about: 'Lists all runs, newest first.',
  positionals: [],
  options: jsonOption,
  run: (input, surroundings) =>
    withCore(surroundings, async ({ api }) => {
      const { terminal } = surroundings;
      const runs = await api.runs();
      if (input.flag('json')) terminal.json(runs);
      else if (runs.length === 0)
        terminal.note('There are no runs yet; `parasample run digits-mlp` starts one.');
      else for (const run of runs) terminal.line(lineOf(run));
      return 0;
    }),
};

function lineOf({ id, status, metrics, experiment }: RunSummary): string {
  const scores = metricTexts(metricsOf(metrics, 'test.'), targetUnitOf(experiment.data));
  return `${id.padEnd(32)} ${status.padEnd(12)} ${scores.join(', ')}`.trimEnd();
}
