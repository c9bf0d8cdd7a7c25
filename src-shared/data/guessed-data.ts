import type { Settings } from '../experiment/setting-paths';
import type { ArraysLook, ColumnLook, DataLook, FieldsLook, PicturesLook, TableLook } from './data-look';
import { secondsOfStep, type TimeStep } from './time-step';

/** What columns that are to be predicted are called, in small letters. */
const targetNames = ['target', 'label', 'class', 'y', 'outcome', 'diagnosis', 'response'];
/** More different whole numbers than this are no classes. */
const mostNumberClasses = 10;
/** Sides of pictures to begin with, in pixels. */
const longestSide = 64;
/** Steps that a forecast begins with, where a series has enough. */
const [usualHistory, usualHorizon] = [504, 168];

/** The settings of `data` that a look suggests: a beginning, which the person changes. */
export function guessedData(look: DataLook): Settings {
  switch (look.kind) {
    case 'table':
      return look.series ? guessedSeries(look, look.series) : guessedTable(look);
    case 'pictures':
      return guessedPictures(look);
    case 'arrays':
      return guessedArrays(look);
    case 'fields':
      return guessedFields(look);
  }
}

function guessedTable({ file, columns, rows }: TableLook): Settings {
  const usable = columns.filter(
    ({ holds, different }) => (holds.kind === 'numbers' || holds.kind === 'texts') && different > 1,
  );
  const named = usable.find(({ name }) => targetNames.includes(name.trim().toLowerCase()));
  const target =
    named ?? usable.filter((column) => !column.namesRows && !column.holdsOtherDays).at(-1) ?? usable.at(-1);
  const idle = columns.filter(({ different }) => different < 2 && rows > 1);
  const inputs = columns.filter((column) => column !== target && !idle.includes(column));
  return {
    dataset: 'table',
    path: file,
    ...(target ? { target: target.name, task: taskOf(target) } : {}),
    leaveOut: idle.map(({ name }) => name),
    ...(inputs.some(({ empty }) => empty > 0) ? { missing: 'mask' } : {}),
  };
}

function taskOf({ holds, different }: ColumnLook): 'classification' | 'regression' {
  if (holds.kind === 'texts') return 'classification';
  const areWhole = holds.kind === 'numbers' && Number.isInteger(holds.least) && Number.isInteger(holds.most);
  return areWhole && different <= mostNumberClasses && different === spanOf(holds)
    ? 'classification'
    : 'regression';
}

function spanOf(holds: ColumnLook['holds']): number {
  return holds.kind === 'numbers' ? holds.most - holds.least + 1 : 0;
}

function guessedSeries(
  { file, columns }: TableLook,
  { timeColumn, seriesColumn, steps, step }: NonNullable<TableLook['series']>,
): Settings {
  const numbers = columns.filter(
    ({ name, holds, different }) => holds.kind === 'numbers' && different > 1 && name !== seriesColumn,
  );
  const value = seriesValue(numbers);
  const flags = numbers.filter((column) => column !== value && isFlag(column));
  const horizon = inWholeDays(Math.max(1, Math.min(usualHorizon, Math.floor(steps / 20))), step);
  return {
    dataset: 'time-series',
    path: file,
    timeColumn,
    ...(seriesColumn === undefined ? {} : { seriesColumn }),
    ...(value ? { valueColumn: value.name } : {}),
    ...(flags.length > 0 ? { futureCovariates: flags.map(({ name }) => name) } : {}),
    ...([value, ...flags].some((column) => column && column.empty > 0) ? { gaps: 'mask' } : {}),
    horizon,
    history: Math.min(usualHistory, 3 * horizon),
  };
}

/** What is called so, else the last column of many values: days of the week and holidays are no series to forecast. */
function seriesValue(numbers: readonly ColumnLook[]): ColumnLook | undefined {
  const named = ({ name }: ColumnLook) => name === 'OT' || targetNames.includes(name.trim().toLowerCase());
  return (
    numbers.find(named) ??
    numbers.filter(({ different }) => different > mostNumberClasses).at(-1) ??
    numbers.filter((column) => !isFlag(column)).at(-1) ??
    numbers.at(-1)
  );
}

/** 0 and 1, as holidays are: known ahead more often than not. */
function isFlag({ holds, different }: ColumnLook): boolean {
  return holds.kind === 'numbers' && different === 2 && holds.least === 0 && holds.most === 1;
}

/** Rounded down to whole days where it holds one and they are made of steps. */
function inWholeDays(steps: number, step: TimeStep): number {
  const perDay = 86_400 / secondsOfStep(step);
  return Number.isInteger(perDay) && steps >= perDay ? Math.floor(steps / perDay) * perDay : steps;
}

function guessedPictures({ place, task, sizes, shown, values }: PicturesLook): Settings {
  const [usual] = sizes;
  const scale = usual ? Math.min(1, longestSide / Math.max(usual.height, usual.width)) : 1;
  const side = (own: number) => Math.max(1, Math.round(own * scale));
  const isGrey = shown.length > 0 && shown.every(({ channels }) => channels === 1);
  const [first, ...others] = values.map(({ name }) => name);
  return {
    dataset: 'images',
    path: place,
    task,
    ...(first === undefined ? {} : { target: others.length > 0 ? [first, ...others] : first }),
    ...(usual ? { size: [side(usual.height), side(usual.width)] } : {}),
    ...(isGrey ? { colours: 'grey' } : {}),
  };
}

function guessedArrays({ place, guess: { inputs, targets, task } }: ArraysLook): Settings {
  return { dataset: 'arrays', path: place, inputs, ...(targets === '' ? {} : { targets }), task };
}

function guessedFields({ place, guess: { variables, levels } }: FieldsLook): Settings {
  return { dataset: 'field', path: place, variables, ...(levels.length > 0 ? { levels } : {}) };
}
