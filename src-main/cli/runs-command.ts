import { type Command, jsonOption } from './command';
import { metricTexts } from './metric-texts';
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
      else if (runs.length === 0) terminal.note('There are no runs yet; `parasample run FILE` starts one.');
      else
        for (const { id, status, metrics } of runs)
          terminal.line([id.padEnd(32), status.padEnd(12), ...metricTexts(metrics, 'test.')].join(' '));
      return 0;
    }),
};
