import { resolve } from 'node:path';
import { BadInputError } from '../../../src-shared/errors';
import type { Api } from '../../../src-shared/protocol/api';
import { type Command, forceOption, jsonOption } from '../command';
import { namedRun } from '../named-run';
import { withCore } from '../open-core';

export const reportCommand: Command = {
  name: 'report',
  usage: 'RUN|STUDY [--out FILE.html] [--force] [--json]',
  about:
    'Writes a run or a study as one page (HTML) that needs nothing from elsewhere: settings, scores with their intervals or their spread over seeds, calibration, and what to know before trusting it. A browser prints it.',
  positionals: ['RUN|STUDY'],
  options: { ...jsonOption, ...forceOption, out: { type: 'string' } },
  run: (input, surroundings) => {
    const out = input.text('out');
    if (out !== undefined && !/\.html?$/i.test(out))
      throw new BadInputError(`--out: ${out} is no page; give a file that ends in .html.`);
    return withCore(
      surroundings,
      async ({ api }) => {
        const { id, isStudy } = await named(api, input.positionals[0] ?? '');
        const page = resolve(out ?? `${id}.html`);
        const { file } = await (isStudy ? api.writeStudyReport(id, page) : api.writeReport(id, page));
        if (input.flag('json')) surroundings.terminal.json({ file });
        else surroundings.terminal.line(file);
        return 0;
      },
      input.flag('force'),
    );
  },
};

/** The run or study that a text names: a study by its id, a run, or else a study by its name. */
async function named(api: Api, text: string): Promise<{ readonly id: string; readonly isStudy: boolean }> {
  const studies = await api.studies();
  if (studies.some(({ id }) => id === text)) return { id: text, isStudy: true };
  const runId = await namedRun(api, text);
  const isRun = (await api.runs()).some(({ id }) => id === runId);
  const study = isRun ? undefined : studies.find(({ name }) => name === text);
  return study ? { id: study.id, isStudy: true } : { id: runId, isStudy: false };
}
