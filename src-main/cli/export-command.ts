import { resolve } from 'node:path';
import { exportFormatSchema } from '../../src-shared/api';
import { BadInputError } from '../../src-shared/errors';
import { type Command, jsonOption } from './command';
import { withCore } from './open-core';

export const exportCommand: Command = {
  name: 'export',
  usage: 'RUN [--format safetensors|torch-blue] [--out DIR] [--json]',
  about: 'Writes the trained posterior of a run into a folder.',
  positionals: ['RUN'],
  options: { ...jsonOption, format: { type: 'string' }, out: { type: 'string' } },
  run: (input, surroundings) => {
    const format = exportFormatSchema.safeParse(input.text('format') ?? 'safetensors');
    if (!format.success)
      throw new BadInputError(
        `--format: ${input.text('format')} is not known; posteriors are exported as safetensors or torch-blue.`,
      );
    const out = input.text('out');
    return withCore(surroundings, async ({ api }) => {
      const { files } = await api.exportPosterior(
        input.positionals[0] ?? '',
        out && resolve(out),
        format.data,
      );
      if (input.flag('json')) surroundings.terminal.json({ files });
      else for (const file of files) surroundings.terminal.line(file);
      return 0;
    });
  },
};
