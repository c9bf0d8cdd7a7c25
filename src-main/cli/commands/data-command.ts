import { resolve } from 'node:path';
import { lookAtData } from '../../../src-files/look/look-at-data';
import type { ColumnLook, DataLook, PicturesLook, TableLook } from '../../../src-shared/data/data-look';
import { BadInputError } from '../../../src-shared/errors';
import { type Dialect, dialectFields, dialectSchema } from '../../../src-shared/experiment/data/dialect';
import { type Command, type CommandInput, jsonOption } from '../command';

export const dataCommand: Command = {
  name: 'data',
  usage:
    'FILE [--test FILE] [--target COLUMN] [--separator NAME] [--decimals NAME] [--encoding NAME] [--json]',
  about:
    'Looks at a table (CSV, Parquet, Excel) or a folder of pictures before anything is trained on it: what it holds, and what may be a mistake; with --test both files of a table whose test has one of its own (data.testPath); with --target also what tells that column by itself, and with the settings of the same names (data.separator, data.decimals, data.encoding) read as they say.',
  positionals: ['FILE'],
  options: {
    ...jsonOption,
    target: { type: 'string' },
    test: { type: 'string' },
    separator: { type: 'string' },
    decimals: { type: 'string' },
    encoding: { type: 'string' },
  },
  run: async (input, { terminal }) => {
    const file = resolve(input.positionals[0] ?? '');
    const test = input.text('test');
    const look = await lookAtData(
      file,
      input.text('target'),
      dialectFrom(input),
      test === undefined ? undefined : resolve(test),
    );
    if (input.flag('json')) terminal.json(look);
    else for (const line of linesOf(look)) terminal.line(line);
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

function linesOf(look: DataLook): readonly string[] {
  const { notes, odd } = look;
  const [head, ...body] = look.kind === 'table' ? tableLines(look) : pictureLines(look);
  return [
    head,
    ...notes,
    ...body,
    ...(odd.length === 0 ? [] : ['Worth a look:', ...odd.map((sentence) => `  ${sentence}`)]),
  ];
}

function tableLines({ file, rows, columns }: TableLook): readonly string[] {
  const cells = columns.map((column) => [
    column.name,
    contentsOf(column),
    column.empty === 0 ? '' : `${column.empty} empty`,
  ]);
  const [ofRows, ofColumns] = [rows === 1 ? 'row' : 'rows', columns.length === 1 ? 'column' : 'columns'];
  return [`${file}: ${rows} ${ofRows} of ${columns.length} ${ofColumns}.`, ...aligned(cells)];
}

function pictureLines({ place, pictures, classes, sizes }: PicturesLook): readonly string[] {
  const cells = classes.map(({ name, pictures: own, train, validation, test }) => [
    name,
    `${own} pictures`,
    train + validation + test > 0 ? `train ${train}, validation ${validation}, test ${test}` : '',
  ]);
  const [usual] = sizes;
  const others = sizes.length > 1 ? `, and ${sizes.length - 1} other sizes` : '';
  return [
    `${place}: ${pictures} pictures of ${classes.length} classes${usual ? `, ${usual.height} x ${usual.width} pixels (height x width)${others}` : ''}.`,
    ...aligned(cells),
  ];
}

/** Rows of three cells below each other. */
function aligned(cells: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1].map((at) => Math.max(...cells.map((row) => row[at].length)));
  return cells.map(([name, middle, last]) =>
    `  ${name.padEnd(widths[0])}  ${middle.padEnd(widths[1])}  ${last}`.trimEnd(),
  );
}

function contentsOf({ holds, different }: ColumnLook): string {
  switch (holds.kind) {
    case 'numbers': {
      const [least, most, mean, std] = [holds.least, holds.most, holds.mean, holds.std].map(short);
      return `numbers   ${holds.unit === undefined ? '' : `in ${holds.unit}: `}${least} to ${most}, mean ${mean}, std ${std}`;
    }
    case 'texts': {
      const named = holds.frequent.map(({ text, rows }) => `${text} ${rows}`).join(', ');
      return `texts     ${different}: ${named}${different > holds.frequent.length ? ', ...' : ''}`;
    }
    case 'times':
      return `times     ${holds.first} to ${holds.last}`;
    case 'mixed':
      return `numbers   but for ${holds.others}, as in ${holds.place}: ${holds.example}`;
    case 'nothing':
      return 'nothing';
  }
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
