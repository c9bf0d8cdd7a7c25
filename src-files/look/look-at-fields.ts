import { statSync } from 'node:fs';
import type { AxisLook, FieldsLook, VariableLook } from '../../src-shared/data/data-look';
import { BadInputError } from '../../src-shared/errors';
import type { FieldVariable } from '../data/field';
import { filesAt, readVariables } from '../data/field-sources';
import { daysPerUnit, type FieldTimes, stepPace } from '../data/field-times';
import { joinInTime } from '../data/fields-in-time';
import { dateText, firstDay } from '../data/model-calendar';
import { inMemory } from '../data/step-values';
import { isZarrStore } from '../zarr/zarr-store';
import { type FieldOutline, type FieldOutlines, fieldOutlines } from './field-outlines';
import type { LookWishes } from './look-wishes';
import { oddVariables, variableLook } from './variable-look';

/** More are named, and not looked at. */
const mostLooked = 40;
/** Variables that a run is begun with. */
const mostGuessed = 8;

/**
 * What a Zarr store, a NetCDF file or several as one hold: variables over time, y and x, and what may be a mistake.
 * @throws BadInputError naming the file and what would be right
 */
export async function lookAtFields(place: string, wishes: LookWishes): Promise<FieldsLook> {
  const files = isStore(place) ? [place] : filesAt(place);
  const outline = await fieldOutlines(files[0], wishes.onProgress);
  const variables: VariableLook[] = [];
  const read: FieldVariable[] = [];
  const refused: string[] = [];
  const looked = outline.fields.slice(0, mostLooked);
  for (const [at, field] of looked.entries()) {
    wishes.onProgress('Reading variables', at, looked.length);
    try {
      const [variable] = await readVariables(files[0], [field.name], levelOf(field));
      variables.push(variableLook(variable, field, wishes));
      // Only what is told of it is kept: a file may be as large as memory, and has many.
      read.push({ ...variable, values: inMemory(new Float32Array(), 0) });
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      refused.push(`A run refuses ${field.name}: ${error.message}`);
    }
  }
  if (read.length === 0)
    throw new BadInputError(
      refused[0] ??
        `${place} has no variable over time, y and x; it has ${outline.others.join(', ') || 'none at all'}.`,
    );
  const [first] = read;
  const whole = await inAllFiles(first, files, looked, wishes);
  return {
    kind: 'fields',
    place,
    files: files.length,
    variables,
    steps: whole.shape[0],
    ...timesLook(whole.times),
    rows: axisLook(first, 1),
    columns: axisLook(first, 2),
    guess: guess(variables),
    notes: [...new Set(read.flatMap(({ notes }) => notes)), ...notesOn(outline, files, whole)],
    odd: [...refused, ...whole.odd, ...oddVariables(variables), ...oddTimes(whole)],
  };
}

/** What a run would make of them, and what was not looked at. */
function notesOn(
  { fields, statics, others }: FieldOutlines,
  files: readonly string[],
  { times }: Whole,
): readonly string[] {
  const notes: readonly (string | false)[] = [
    'A run predicts the next step of all the variables that it sees, from one step: data.targets names those that are predicted where that is not all of them, data.history how many steps are seen.',
    statics.length === 1 &&
      `${statics[0]} does not run over time; named in data.static, it is seen beside each step.`,
    statics.length > 1 &&
      `${statics.join(', ')} do not run over time; named in data.static, they are seen beside each step.`,
    others.length === 1 && `${others[0]} stands beside them, and is no field over time, y and x.`,
    others.length > 1 && `${others.join(', ')} stand beside them, and are no fields over time, y and x.`,
    !times && 'The file tells no times; its steps are taken to be evenly spaced.',
    files.length > 1 &&
      `The ${files.length} files are one after the other in time; what is told of values is of the first, ${files[0]}.`,
    fields.length > mostLooked && `Of ${fields.length} variables the first ${mostLooked} were looked at.`,
  ];
  return notes.filter((note) => note !== false);
}

function isStore(place: string): boolean {
  return (statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false) && isZarrStore(place);
}

/** The one in the middle stands for all. */
function levelOf({ levels }: FieldOutline): readonly number[] | undefined {
  return levels.length === 0 ? undefined : [levels[Math.floor(levels.length / 2)]];
}

interface Whole {
  readonly shape: FieldVariable['shape'];
  readonly times: FieldTimes | undefined;
  readonly odd: readonly string[];
}

/** The steps of all files together, as a run would take them. */
async function inAllFiles(
  first: FieldVariable,
  files: readonly string[],
  [outline]: readonly FieldOutline[],
  { onProgress }: LookWishes,
): Promise<Whole> {
  // Of many files only times are kept.
  const parts = [{ ...first, values: inMemory(new Float32Array(), 0) }];
  try {
    for (const [at, file] of files.slice(1).entries()) {
      onProgress('Reading files', at + 1, files.length);
      const [part] = await readVariables(file, [first.variable], levelOf(outline));
      parts.push({ ...part, values: inMemory(new Float32Array(), 0) });
    }
    const { shape, times } = joinInTime(parts);
    return { shape, times, odd: [] };
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    return { shape: first.shape, times: first.times, odd: [`A run refuses this: ${error.message}`] };
  }
}

function timesLook(times: FieldTimes | undefined): Pick<FieldsLook, 'times'> {
  if (!times || times.values.length === 0) return {};
  const { step, gaps } = stepPace(times);
  const { values, calendar } = times;
  return {
    times: {
      first: timeText(values[0], times),
      last: timeText(values[values.length - 1], times),
      ...(step ? { step } : {}),
      calendar,
      gaps: gaps.length,
    },
  };
}

/** As a date where the file says what it counts from, else the number with its units. */
function timeText(value: number, { units, calendar }: FieldTimes): string {
  const [from, each] = [firstDay(units, calendar), daysPerUnit(units)];
  const text = from === undefined || Number.isNaN(each) ? undefined : dateText(from + value * each, calendar);
  return text ?? `${value} ${units}`.trim();
}

function axisLook({ shape, axes, rows, columns }: FieldVariable, at: 1 | 2): AxisLook {
  const points = at === 1 ? rows : columns;
  const { name = '', attributes = {} } = axes[at] ?? {};
  return {
    name,
    points: shape[at],
    ...(points.length > 0 ? { first: points[0], last: points[points.length - 1] } : {}),
    units: attributes.units ?? '',
  };
}

/** Those of the grid that most have, a level of each. */
function guess(variables: readonly VariableLook[]): FieldsLook['guess'] {
  const shapes = variables.map(({ shape }) => shape.join());
  const usual = shapes.reduce((best, shape) => {
    const count = (one: string) => shapes.filter((each) => each === one).length;
    return count(shape) > count(best) ? shape : best;
  }, shapes[0]);
  const some = variables.filter(({ shape, holds }) => shape.join() === usual && holds.kind === 'numbers');
  const chosen = some.slice(0, mostGuessed);
  const level = chosen.find(({ levels }) => levels.length > 0)?.level;
  return { variables: chosen.map(({ name }) => name), levels: level === undefined ? [] : [level] };
}

function oddTimes({ shape: [steps], times }: Whole): readonly string[] {
  if (steps < 2) return [`There is ${steps} time step alone; predicting the next needs two.`];
  if (!times) return [];
  const { gaps } = stepPace(times);
  if (gaps.length === 0) return [];
  return [
    `${gaps.length} of ${steps} steps ${gaps.length === 1 ? 'is' : 'are'} not followed by the next at the usual pace, the first at ${timeText(times.values[gaps[0]], times)}; no pair over such a gap is learned from.`,
  ];
}
