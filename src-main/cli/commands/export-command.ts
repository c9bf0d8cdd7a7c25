import { resolve } from 'node:path';
import { BadInputError } from '../../../src-shared/errors';
import {
  drawsSchema,
  type ExportOptions,
  exportFormatSchema,
} from '../../../src-shared/posterior/posterior-work';
import { runExportFormatSchema } from '../../../src-shared/runs/run-export-formats';
import { taskTitles } from '../../../src-shared/tasks';
import { didYouMean } from '../../../src-shared/words/nearest';
import { type Command, type CommandInput, forceOption, jsonOption } from '../command';
import { followTask } from '../follow-task';
import { namedRun } from '../named-run';
import { withCore } from '../open-core';
import { wholeNumber } from '../whole-number';

const posteriorFormats = exportFormatSchema.options.join('|');
const runFormats = runExportFormatSchema.options.join('|');

export const exportCommand: Command = {
  name: 'export',
  usage: `RUN [--format ${posteriorFormats}|${runFormats}] [--out DIR] [--samples S] [--draws frozen|fresh] [--force] [--json]`,
  about: `Writes the trained posterior of a run (${posteriorFormats}), or the run itself (${runFormats}), into a folder. --samples and --draws are for savedmodel and onnx: weight samples that are part of the file, or drawn anew at each prediction.`,
  positionals: ['RUN'],
  options: {
    ...jsonOption,
    ...forceOption,
    format: { type: 'string' },
    out: { type: 'string' },
    samples: { type: 'string' },
    draws: { type: 'string' },
  },
  run: (input, surroundings) => {
    const { terminal } = surroundings;
    const format = input.text('format') ?? 'safetensors';
    const out = input.text('out');
    const folder = out && resolve(out);
    const options = optionsOf(input);
    return withCore(
      surroundings,
      async (core) => {
        const { api } = core;
        const runId = await namedRun(api, input.positionals[0] ?? '');
        const ofRun = runExportFormatSchema.safeParse(format);
        const { files } = ofRun.success
          ? await followTask(core, taskTitles.exportRun(runId), surroundings, () =>
              api.exportRun(runId, ofRun.data, folder),
            )
          : await followTask(core, taskTitles.exportPosterior(runId), surroundings, () =>
              api.exportPosterior(runId, folder, posteriorFormat(format), options),
            );
        if (input.flag('json')) terminal.json({ files });
        else for (const file of files) terminal.line(file);
        return 0;
      },
      input.flag('force'),
    );
  },
};

function optionsOf(input: CommandInput): ExportOptions {
  const samples = wholeNumber('--samples', input.text('samples'));
  const draws = drawsSchema.optional().safeParse(input.text('draws'));
  if (!draws.success)
    throw new BadInputError(`--draws: ${input.text('draws')} is not known; draws are frozen or fresh.`);
  return { ...(samples === undefined ? {} : { samples }), ...(draws.data ? { draws: draws.data } : {}) };
}

function posteriorFormat(format: string) {
  const known = exportFormatSchema.safeParse(format);
  if (known.success) return known.data;
  const posteriors = exportFormatSchema.options.join(', ');
  const runs = runExportFormatSchema.options.join(', ');
  const formats = [...exportFormatSchema.options, ...runExportFormatSchema.options];
  throw new BadInputError(
    `--format: ${format} is not known; posteriors are exported as ${posteriors}, runs as ${runs}.${didYouMean(format, formats)}`,
  );
}
