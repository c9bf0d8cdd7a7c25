import { resolve } from 'node:path';
import { exportFormatSchema, taskTitles } from '../../src-shared/api';
import { BadInputError } from '../../src-shared/errors';
import { runExportFormatSchema } from '../../src-shared/run-export-formats';
import { type Command, jsonOption } from './command';
import { followTask } from './follow-task';
import { withCore } from './open-core';

const posteriorFormats = exportFormatSchema.options.join('|');
const runFormats = runExportFormatSchema.options.join('|');

export const exportCommand: Command = {
  name: 'export',
  usage: `RUN [--format ${posteriorFormats}|${runFormats}] [--out DIR] [--json]`,
  about: `Writes the trained posterior of a run (${posteriorFormats}), or the run itself (${runFormats}), into a folder.`,
  positionals: ['RUN'],
  options: { ...jsonOption, format: { type: 'string' }, out: { type: 'string' } },
  run: (input, surroundings) => {
    const { terminal } = surroundings;
    const format = input.text('format') ?? 'safetensors';
    const out = input.text('out');
    const folder = out && resolve(out);
    return withCore(surroundings, async (core) => {
      const { api } = core;
      const [runId = ''] = input.positionals;
      const ofRun = runExportFormatSchema.safeParse(format);
      const { files } = ofRun.success
        ? await followTask(core, taskTitles.exportRun(runId), surroundings, () =>
            api.exportRun(runId, ofRun.data, folder),
          )
        : await api.exportPosterior(runId, folder, posteriorFormat(format));
      if (input.flag('json')) terminal.json({ files });
      else for (const file of files) terminal.line(file);
      return 0;
    });
  },
};

function posteriorFormat(format: string) {
  const known = exportFormatSchema.safeParse(format);
  if (known.success) return known.data;
  const posteriors = exportFormatSchema.options.join(', ');
  const runs = runExportFormatSchema.options.join(', ');
  throw new BadInputError(
    `--format: ${format} is not known; posteriors are exported as ${posteriors}, runs as ${runs}.`,
  );
}
