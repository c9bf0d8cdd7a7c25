import { resolve } from 'node:path';
import { lookAtTable } from '../../src-files/look/look-at-table';
import type { ColumnLook, TableLook } from '../../src-shared/data-look';
import { type Command, jsonOption } from './command';

export const dataCommand: Command = {
  name: 'data',
  usage: 'FILE [--target COLUMN] [--json]',
  about:
    'Looks at a table (CSV, Parquet, Excel) before anything is trained on it: what each column holds, and what may be a mistake; with --target also what tells it by itself.',
  positionals: ['FILE'],
  options: {
    ...jsonOption,
    target: { type: 'string' },
  },
  run: async (input, { terminal }) => {
    const look = await lookAtTable(resolve(input.positionals[0] ?? ''), input.text('target'));
    if (input.flag('json')) terminal.json(look);
    else for (const line of linesOf(look)) terminal.line(line);
    return 0;
  },
};

function linesOf({ file, rows, columns, notes, odd }: TableLook): readonly string[] {
  const cells = columns.map((column) => [
    column.name,
    whatItHolds(column),
    column.empty === 0 ? '' : `${column.empty} empty`,
  ]);
  const widths = [0, 1].map((at) => Math.max(...cells.map((row) => row[at].length)));
  return [
    `${file}: ${rows} rows of ${columns.length} columns.`,
    ...notes,
    ...cells.map(([name, holds, empty]) =>
      `  ${name.padEnd(widths[0])}  ${holds.padEnd(widths[1])}  ${empty}`.trimEnd(),
    ),
    ...(odd.length === 0 ? [] : ['Worth a look:', ...odd.map((sentence) => `  ${sentence}`)]),
  ];
}

function whatItHolds({ holds, different }: ColumnLook): string {
  switch (holds.kind) {
    case 'numbers': {
      const [least, most, mean, std] = [holds.least, holds.most, holds.mean, holds.std].map(short);
      return `numbers   ${least} to ${most}, mean ${mean}, std ${std}`;
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
