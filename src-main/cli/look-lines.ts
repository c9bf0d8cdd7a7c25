import type {
  ArraysLook,
  AxisLook,
  ColumnLook,
  DataLook,
  FieldsLook,
  NumbersLook,
  PicturesLook,
  TableLook,
} from '../../src-shared/data/data-look';
import { timeStepText } from '../../src-shared/data/time-step';
import type { ItemCounts } from '../../src-shared/experiment/data/item-counts';

/** A look at data as lines of text: what there is, what was understood, each part of it, and what may be a mistake. */
export function lookLines(look: DataLook): readonly string[] {
  const [head, ...body] = linesOf(look);
  const { notes, odd } = look;
  return [
    head,
    ...notes,
    ...body,
    ...(odd.length === 0 ? [] : ['Worth a look:', ...odd.map((sentence) => `  ${sentence}`)]),
  ];
}

function linesOf(look: DataLook): readonly string[] {
  switch (look.kind) {
    case 'table':
      return tableLines(look);
    case 'pictures':
      return pictureLines(look);
    case 'arrays':
      return arrayLines(look);
    case 'fields':
      return fieldLines(look);
  }
}

function tableLines({ file, rows, columns, series }: TableLook): readonly string[] {
  return [
    `${file}: ${counted(rows, 'row')} of ${counted(columns.length, 'column')}.`,
    ...(series ? [seriesLine(series)] : []),
    ...columnLines(columns),
  ];
}

function seriesLine(series: NonNullable<TableLook['series']>): string {
  const { timeColumn, seriesColumn, steps, step, first, last, uneven } = series;
  const even = uneven === undefined ? '' : ', but uneven (below)';
  const each = `${steps} steps of ${timeStepText(step)}${even} by ${timeColumn}, ${first} to ${last}`;
  return seriesColumn === undefined
    ? `It may be a time series: ${each}.`
    : `It may be ${series.series} time series, told apart by ${seriesColumn}: ${each} (of the first; the shortest counts).`;
}

function columnLines(columns: readonly ColumnLook[]): readonly string[] {
  return aligned(
    columns.map((column) => [
      column.name,
      columnContents(column),
      column.empty === 0 ? '' : `${column.empty} empty`,
    ]),
  );
}

const taskWords = {
  classification: 'classes',
  regression: 'numbers',
  segmentation: 'a class for each pixel',
} as const;

function pictureLines(look: PicturesLook): readonly string[] {
  const { place, pictures, classes, sizes, task, values } = look;
  const [usual] = sizes;
  const others = sizes.length > 1 ? `, and ${counted(sizes.length - 1, 'other size')}` : '';
  const of = task === 'classification' ? `of ${classes.length} classes` : `with ${taskWords[task]}`;
  return [
    `${place}: ${pictures} pictures ${of}${usual ? `, ${usual.height} x ${usual.width} pixels (height x width)${others}` : ''}.`,
    ...(classes.length === 0 && hasParts(look.parts) ? [`Parts: ${partsText(look.parts)}.`] : []),
    ...aligned(
      classes.map((one) => [one.name, `${one.pictures} pictures`, hasParts(one) ? partsText(one) : '']),
    ),
    ...columnLines(values),
  ];
}

function arrayLines({ place, arrays, guess, parts, classes }: ArraysLook): readonly string[] {
  const cells = arrays.map(({ name, shape, type, holds, different }) => [
    name,
    `${shape.join(' x ') || 'one number'}, ${type}`,
    contentsText(holds, different ?? 0),
  ]);
  const meant =
    guess.targets === ''
      ? []
      : [
          `It seems that ${guess.inputs} are inputs, and ${guess.targets} what is predicted: ${guess.task === 'classification' ? `${classes.length} classes` : taskWords[guess.task]}.`,
        ];
  return [
    `${place}: ${counted(arrays.length, 'array')}.`,
    ...meant,
    ...(hasParts(parts) ? [`Parts: ${partsText(parts)}.`] : []),
    ...aligned(cells),
  ];
}

function fieldLines(look: FieldsLook): readonly string[] {
  const { place, files, variables, steps, rows, columns } = look;
  const cells = variables.map(({ name, unit, shape, levels, level, holds }) => [
    name,
    `${shape.join(' x ')}${levels.length > 0 ? `, levels ${levels.slice(0, 8).join(', ')}${levels.length > 8 ? ', ...' : ''}` : ''}`,
    `${unit}${level === undefined ? '' : ` at ${level}`} ${contentsText(holds, 0)}`.trim(),
  ]);
  return [
    `${place}: ${counted(variables.length, 'variable')} over time, y and x${files > 1 ? ` in ${files} files` : ''}.`,
    timesLine(look, steps),
    `Grid: ${axisText('rows', rows)}; ${axisText('columns', columns)}.`,
    ...aligned(cells),
  ];
}

function timesLine({ times }: FieldsLook, steps: number): string {
  if (!times) return `${counted(steps, 'step')}, whose times the file does not tell.`;
  const each = times.step ? ` of ${timeStepText(times.step)}` : '';
  const calendar = times.calendar === '' ? '' : ` (calendar ${times.calendar})`;
  return `${counted(steps, 'step')}${each}, ${times.first} to ${times.last}${calendar}.`;
}

function axisText(what: string, { name, points, first, last, units }: AxisLook): string {
  const span = first === undefined ? '' : `, ${short(first)} to ${short(last ?? first)} ${units}`.trimEnd();
  return `${points} ${what}${name === '' ? '' : ` (${name})`}${span}`;
}

/** Rows of three cells below each other. */
function aligned(cells: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1].map((at) => Math.max(0, ...cells.map((row) => row[at].length)));
  return cells.map(([name, middle, last]) =>
    `  ${name.padEnd(widths[0])}  ${middle.padEnd(widths[1])}  ${last}`.trimEnd(),
  );
}

function columnContents({ holds, different }: ColumnLook): string {
  const text = contentsText(holds, different);
  if (holds.kind === 'nothing') return text;
  const word = { numbers: 'numbers', texts: 'texts', times: 'times', mixed: 'numbers' }[holds.kind];
  return `${word.padEnd(7)}   ${text}`;
}

function contentsText(holds: ColumnLook['holds'], different: number): string {
  switch (holds.kind) {
    case 'numbers':
      return numbersText(holds);
    case 'texts': {
      const named = holds.frequent.map(({ text, rows }) => `${text} ${rows}`).join(', ');
      return `${different}: ${named}${different > holds.frequent.length ? ', ...' : ''}`;
    }
    case 'times':
      return `${holds.first} to ${holds.last}`;
    case 'mixed':
      return `but for ${holds.others}, as in ${holds.place}: ${holds.example}`;
    case 'nothing':
      return 'nothing';
  }
}

function numbersText({ unit, ...facts }: NumbersLook): string {
  const [least, most, mean, std] = [facts.least, facts.most, facts.mean, facts.std].map(short);
  const text = `${least} to ${most}, mean ${mean}, std ${std}`;
  return facts.histogram.length > 1
    ? `${unit === undefined ? '' : `in ${unit}: `}${text}  ${bars(facts.histogram)}`
    : `${unit === undefined ? '' : `in ${unit}: `}${text}`;
}

const heights = ' ▁▂▃▄▅▆▇█';

/** A histogram in one line; what there is at all is seen. */
function bars(histogram: readonly number[]): string {
  const most = Math.max(...histogram, 1);
  return histogram
    .map((count) => heights[count === 0 ? 0 : Math.max(1, Math.round((8 * count) / most))])
    .join('')
    .trimEnd();
}

function hasParts({ train, validation, test }: ItemCounts): boolean {
  return train + validation + test > 0;
}

function partsText({ train, validation, test }: ItemCounts): string {
  return `train ${train}, validation ${validation}, test ${test}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
