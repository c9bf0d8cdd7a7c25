import { resolve } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { type Command, forceOption, jsonOption } from './command';
import { namedRun } from './named-run';
import { withCore } from './open-core';

export const reportCommand: Command = {
  name: 'report',
  usage: 'RUN [--out FILE.html] [--force] [--json]',
  about:
    'Writes a run as one page (HTML) that needs nothing from elsewhere: settings, scores with their intervals, calibration, and what to know before trusting it. A browser prints it.',
  positionals: ['RUN'],
  options: { ...jsonOption, ...forceOption, out: { type: 'string' } },
  run: (input, surroundings) => {
    const out = input.text('out');
    if (out !== undefined && !/\.html?$/i.test(out))
      throw new BadInputError(`--out: ${out} is no page; give a file that ends in .html.`);
    return withCore(
      surroundings,
      async ({ api }) => {
        const runId = await namedRun(api, input.positionals[0] ?? '');
        const { file } = await api.writeReport(runId, resolve(out ?? `${runId}.html`));
        if (input.flag('json')) surroundings.terminal.json({ file });
        else surroundings.terminal.line(file);
        return 0;
      },
      input.flag('force'),
    );
  },
};
