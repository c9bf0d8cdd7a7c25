import type { TimeStep } from '../../src-shared/data/time-step';
import { BadInputError } from '../../src-shared/errors';
import { type FieldTimes, type StepPace, stepPace, unitOf } from './field-times';
import { lookedAtSteps, stepsIn } from './looked-at-steps';
import type { StepValues } from './step-values';

/** What a field runs over, as its file tells it. */
export interface FieldAxis {
  /** Empty where the file gives none. */
  readonly name: string;
  /** Texts of the coordinate, `units` and the like. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A variable over [steps, height, width]. */
export interface FieldVariable {
  /** As its file calls it. */
  readonly variable: string;
  /** Its level, where one was chosen. */
  readonly level?: string;
  /** The variable and its file, for messages. */
  readonly where: string;
  readonly shape: readonly [steps: number, height: number, width: number];
  /** In the variable's unit. Single precision only where the file has no more. */
  readonly values: StepValues;
  readonly unit: string;
  /** Undefined where the file tells none. */
  readonly times?: FieldTimes;
  /** Where rows and columns lie, latitudes and longitudes say; none where the file does not tell. */
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  /** Time, y and x. */
  readonly axes: readonly FieldAxis[];
  /** Of a field without time that lies in a file of its own. */
  readonly isApart?: true;
  /** What was guessed in reading it, as whole sentences. */
  readonly notes: readonly string[];
}

/** One that was read whole. */
export interface GridVariable extends Omit<FieldVariable, 'values'> {
  /** [steps, height, width]; NaN where nothing is known. */
  readonly values: Float32Array | Float64Array;
}

/** A field without time, [height, width]; NaN where nothing is known. */
export interface StaticField {
  readonly name: string;
  readonly values: Float32Array | Float64Array;
  /** Of a file of its own that does not tell where its rows lie: in whatever way those of other fields run, these stay. */
  readonly staysPut?: true;
}

/** Fields over the same grid and the same time steps. */
export interface FieldSeries {
  readonly names: readonly string[];
  readonly units: readonly string[];
  readonly steps: number;
  readonly height: number;
  readonly width: number;
  /** One for each name. */
  readonly fields: readonly StepValues[];
  /** What does not change, over the same grid. */
  readonly statics: readonly StaticField[];
  /** Steps, from 0, that the next one does not follow at the usual pace: no pair to learn from. */
  readonly gaps: readonly number[];
  /** Undefined where the file tells none. */
  readonly times: FieldTimes | undefined;
  /** Where rows and columns lie; none where the file does not tell. */
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  /** Time, y and x. */
  readonly axes: readonly FieldAxis[];
  /** The usual time from a step to the next; undefined where the file does not tell. */
  readonly timeStep: TimeStep | undefined;
  /** What was guessed in reading them, as whole sentences. */
  readonly notes: readonly string[];
}

/**
 * Puts variables of one grid beside each other.
 * @throws BadInputError where they differ in shape, times or grid, or hold no known value
 */
export function joinFields(
  names: readonly string[],
  variables: readonly FieldVariable[],
  statics: readonly FieldVariable[] = [],
): FieldSeries {
  const [first] = variables;
  const [steps, height, width] = first.shape;
  for (const other of variables) refuseOther(first, other);
  for (const other of statics) refuseOtherGrid(first, other);
  for (const variable of [...variables, ...statics]) refuseValues(variable);
  const { times } = variables.find((each) => each.times) ?? first;
  const pace = times ? stepPace(times) : { usual: 0, gaps: [], step: undefined };
  return {
    names,
    units: variables.map(({ unit }) => unit),
    steps,
    height,
    width,
    fields: variables.map(({ values }) => values),
    statics: statics.map(staticField),
    times,
    rows: (variables.find(({ rows }) => rows.length > 0) ?? first).rows,
    columns: (variables.find(({ columns }) => columns.length > 0) ?? first).columns,
    axes: first.axes,
    gaps: pace.gaps,
    timeStep: pace.step,
    notes: [
      ...new Set([
        ...[...variables, ...statics].flatMap(({ notes }) => notes),
        ...gapNotes(first.where, pace, times),
        ...lookNotes(first),
      ]),
    ],
  };
}

/** @throws BadInputError where it changes from step to step */
function staticField({
  variable,
  where,
  values,
  shape: [steps, height, width],
  rows,
  columns,
  isApart,
}: FieldVariable): StaticField {
  const still = values.step(0).slice();
  for (const { first, end } of lookedAtSteps(values, { first: 0, end: steps }, height * width))
    for (let step = first; step < end; step += 1) {
      const own = values.step(step);
      if (own.every((value, at) => Object.is(value, still[at]) || value === still[at])) continue;
      throw new BadInputError(
        `data.static: ${where} changes at its time step ${step} (from 0); name it in data.variables, where each step is seen.`,
      );
    }
  const isPlaced = rows.length > 0 || columns.length > 0;
  return { name: variable, values: still, ...(isApart && !isPlaced ? { staysPut: true } : {}) };
}

/** What is told where only some of the steps were read. */
function lookNotes({ where, values, shape: [steps, height, width] }: FieldVariable): readonly string[] {
  const looked = stepsIn(lookedAtSteps(values, { first: 0, end: steps }, height * width));
  if (looked === steps) return [];
  return [
    `${where}: ${looked} of its ${steps} steps, evenly spread, were read before training; means and standard deviations are of such, and what is wrong with another step is told when it is read.`,
  ];
}

/** Networks compute in single precision. */
const [smallest, largest] = [1e-37, 1e37];

function refuseValues({ where, values, shape: [steps, height, width] }: FieldVariable): void {
  let most = -1;
  for (const { first, end } of lookedAtSteps(values, { first: 0, end: steps }, height * width))
    for (let step = first; step < end; step += 1) most = Math.max(most, greatestOf(values.step(step)));
  if (most < 0) throw new BadInputError(`${where} holds no known value.`);
  if (most === 0 || (most >= smallest && most <= largest)) return;
  throw new BadInputError(
    `${where} has values up to ${most}, beyond ${smallest} to ${largest}, which can be computed with; give them in another unit.`,
  );
}

/** Of what is known; -1 where nothing is. */
function greatestOf(values: Float32Array | Float64Array): number {
  let most = -1;
  for (let at = 0; at < values.length; at += 1) {
    const size = Math.abs(values[at]);
    if (size > most) most = size;
  }
  return most;
}

function refuseOther(first: FieldVariable, other: FieldVariable): void {
  if (other.shape.join() !== first.shape.join())
    throw new BadInputError(
      `${other.where} has the shape ${other.shape.join(' x ')}, but ${first.where} has ${first.shape.join(' x ')}; fields of one run share their grid and time steps.`,
    );
  if (!sameTimes(first.times, other.times)) throw elsewhere('times', first, other);
  refuseOtherGrid(first, other);
}

/** @throws BadInputError where rows or columns are others than those of the first */
export function refuseOtherGrid(first: FieldVariable, other: FieldVariable): void {
  if (other.shape.slice(1).join() !== first.shape.slice(1).join())
    throw new BadInputError(
      `${other.where} has a grid of ${other.shape.slice(1).join(' x ')}, but ${first.where} one of ${first.shape.slice(1).join(' x ')}; fields of one run share their grid.`,
    );
  if (!samePoints(first.rows, other.rows)) throw elsewhere('rows', first, other);
  if (!samePoints(first.columns, other.columns)) throw elsewhere('columns', first, other);
}

function elsewhere(what: string, first: FieldVariable, other: FieldVariable): BadInputError {
  return new BadInputError(
    `The ${what} of ${other.where} lie elsewhere than those of ${first.where}; fields of one run share their grid and time steps.`,
  );
}

/** Where one of them is not told, it is taken to be the other's. */
function sameTimes(one: FieldTimes | undefined, other: FieldTimes | undefined): boolean {
  // Counted from elsewhere or in another unit, they cannot be held against each other.
  if (!one || !other || one.units !== other.units) return true;
  return samePoints(one.values, other.values);
}

function samePoints(one: Float64Array, other: Float64Array): boolean {
  if (one.length === 0 || other.length === 0) return true;
  // One file may have them in single precision.
  return one.every((point, at) => Math.fround(point) === Math.fround(other[at]));
}

function gapNotes(
  where: string,
  { usual, gaps }: StepPace,
  times: FieldTimes | undefined,
): readonly string[] {
  if (!times || gaps.length === 0) return [];
  const [at] = gaps;
  const unit = unitOf(times.units);
  return [
    `${where}: ${gaps.length} of its ${times.values.length} steps are not followed by one ${Number(usual.toPrecision(6))} ${unit} later, the first of them step ${at} (from 0), followed after ${Number((times.values[at + 1] - times.values[at]).toPrecision(6))} ${unit}. No pair over such a gap is learned from or scored.`.replaceAll(
      / {2,}/g,
      ' ',
    ),
  ];
}
