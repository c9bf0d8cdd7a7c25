import { resolve } from 'node:path';
import { lookAtData } from '../../../src-files/look/look-at-data';
import { plainWishes } from '../../../src-files/look/look-wishes';
import { BadInputError } from '../../../src-shared/errors';
import { type Dialect, dialectFields, dialectSchema } from '../../../src-shared/experiment/data/dialect';
import { type Command, type CommandInput, jsonOption } from '../command';
import { lookLines } from '../look-lines';

export const dataCommand: Command = {
  name: 'data',
  usage:
    'PATH [--test FILE] [--target COLUMN] [--separator NAME] [--decimals NAME] [--encoding NAME] [--json]',
  about:
    'Looks at data before anything is trained on them: a table (CSV, Parquet, Excel), a series, arrays (NPZ, NPY, HDF5, MATLAB 7.3, safetensors), fields (NetCDF, Zarr), a folder of pictures or a CSV file of them. Says what they hold, and what may be a mistake; with --test both files of a table whose test has one of its own (data.testPath); with --target also what tells that column by itself, and with the settings of the same names (data.separator, data.decimals, data.encoding) read as they say.',
  positionals: ['PATH'],
  options: {
    ...jsonOption,
    target: { type: 'string' },
    test: { type: 'string' },
    separator: { type: 'string' },
    decimals: { type: 'string' },
    encoding: { type: 'string' },
  },
  run: async (input, { terminal }) => {
    const place = resolve(input.positionals[0] ?? '');
    const test = input.text('test');
    const look = await lookAtData(place, {
      ...plainWishes,
      target: input.text('target'),
      dialect: dialectFrom(input),
      test: test === undefined ? undefined : resolve(test),
    });
    if (input.flag('json')) terminal.json(look);
    else for (const line of lookLines(look)) terminal.line(line);
    return 0;
  },
};

/** @throws BadInputError where there is no such way to write a file */
function dialectFrom(input: CommandInput): Dialect {
  const { shape } = dialectSchema;
  const given = Object.keys(shape).flatMap((name) => {
    const text = input.text(name);
    return text === undefined ? [] : [[name, text]];
  });
  const parsed = dialectSchema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const name = String(parsed.error.issues[0]?.path[0]) as keyof Dialect;
  const choices = dialectFields[name].choices.map(({ value }) => value).join(', ');
  throw new BadInputError(`--${name}: ${input.text(name)} is none of ${choices}.`);
}
