import { resolve } from 'node:path';
import { BadInputError } from '../../../src-shared/errors';
import type { PosteriorResult } from '../../../src-shared/posterior/posterior-work';
import { taskTitles } from '../../../src-shared/tasks';
import { type Command, forceOption, jsonOption } from '../command';
import { followTask } from '../follow-task';
import { namedRun } from '../named-run';
import { withCore } from '../open-core';
import { wholeNumber } from '../whole-number';

export const predictCommand: Command = {
  name: 'predict',
  usage:
    'RUN --input FOLDER|FILE.csv|FILE.npz|FILE.nc --out FILE.csv|FILE.parquet|FILE.nc|STORE.zarr [--samples S] [--force] [--json]',
  about:
    'Predicts for a folder of PNG and JPEG pictures, the items of an array (NPY, NPZ, HDF5, safetensors), the rows of a table (CSV, Parquet, Excel) or the steps after its end, or the steps of fields (a NetCDF file, a folder of them, a Zarr store), with the uncertainty of each.',
  positionals: ['RUN'],
  options: {
    ...jsonOption,
    ...forceOption,
    input: { type: 'string' },
    out: { type: 'string' },
    samples: { type: 'string' },
  },
  run: (args, surroundings) => {
    const input = args.text('input');
    const out = args.text('out');
    if (input === undefined || out === undefined)
      throw new BadInputError(
        `\`parasample predict\` needs --${input === undefined ? 'input' : 'out'}. Use it as: \`parasample predict ${predictCommand.usage}\``,
      );
    const samples = wholeNumber('--samples', args.text('samples'));
    const request = {
      input: resolve(input),
      out: resolve(out),
      ...(samples === undefined ? {} : { samples }),
    };
    return withCore(
      surroundings,
      async (core) => {
        const { terminal } = surroundings;
        const runId = await namedRun(core.api, args.positionals[0] ?? '');
        const title = taskTitles.predict(runId);
        const result = await followTask(core, title, surroundings, () => core.api.predict(runId, request));
        if (args.flag('json')) {
          // The rows are in the file.
          terminal.json({ out: request.out, ...result, shown: undefined });
          return 0;
        }
        terminal.line(
          `${request.out}: ${result.rows} ${result.rows === 1 ? 'row' : 'rows'} from ${result.samples} weight ${result.samples === 1 ? 'sample' : 'samples'}${quantityText(result)}`,
        );
        for (const note of result.notes) terminal.note(note);
        return 0;
      },
      args.flag('force'),
    );
  },
};

function quantityText({ target, unit }: PosteriorResult): string {
  if (target === undefined && unit === undefined) return '';
  const ofTarget = target === undefined ? '' : ` of ${target}`;
  const inUnit = unit === undefined ? '' : ` in ${unit}`;
  return `; mean, std and quantiles${ofTarget}${inUnit}`;
}
