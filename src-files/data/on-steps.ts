import type { TimeStep } from '../../src-shared/data/time-step';
import { BadInputError } from '../../src-shared/errors';
import {
  type ResampledBy,
  type ResampledStep,
  resampledStep,
} from '../../src-shared/experiment/data/resampling';
import type { SeriesLayout } from '../../src-shared/experiment/data/series-windows';
import type { Span } from '../../src-shared/experiment/data/time-split';
import type { Csv } from '../csv/csv';
import { type CivilTime, civilTime, milliseconds, timeText } from './civil-time';
import { type EvenTimes, evenTimes } from './even-times';
import { resampledValues, type StepsOfRows, stepsAround } from './resampled';
import { evenlySpaced, type RowTimes } from './series-times';
import { wholeSteps, withoutPartOfStep } from './whole-steps';
import type { ZoneClock } from './zone-clock';

interface Wanted {
  readonly layout: SeriesLayout;
  readonly expected: TimeStep | undefined;
  /** Values of the same rows. */
  readonly columns: readonly Column[];
  /** Of the series, where there are several. */
  readonly name: string | undefined;
  /** Whether its end is what is forecast from, which no part of a step is then. */
  readonly isForecastFrom: boolean;
}

interface Column {
  readonly name: string;
  readonly values: Float64Array;
  /** What stands for its values in a step; undefined where rows are not brought to one. */
  readonly by: ResampledBy | undefined;
  /** Of a covariate whether the steps to forecast have it, too. */
  readonly isKnownAhead?: boolean;
}

interface OnSteps {
  readonly exactTimes: EvenTimes;
  readonly length: number;
  readonly clock?: ZoneClock | undefined;
  /** One for each column. */
  readonly values: readonly Float64Array[];
  /** So many steps at the ends of what is known, of which rows are but a part. */
  readonly left: number;
}

/**
 * Rows on one step: as they are, or brought to the step that the experiment names.
 * @throws BadInputError naming the row that is out of step, or the step that no row lies in where values have to be known
 */
export function onSteps(
  csv: Csv,
  column: number,
  rows: readonly number[],
  read: RowTimes,
  { layout, expected, columns, name, isForecastFrom }: Wanted,
): OnSteps {
  const step = layout.resample === undefined ? undefined : resampledStep(layout.resample);
  if (!step)
    return {
      exactTimes: evenlySpaced(csv, column, rows, read, expected),
      length: rows.length,
      clock: read.clock,
      values: columns.map(({ values }) => values),
      left: 0,
    };
  const { times, clock } = shownWhere(read, step);
  const instants = Float64Array.from(times, milliseconds);
  const steps = stepsAround(instants, step, clock);
  const file = `${csv.fileName}${name === undefined ? '' : `: series ${name}`}`;
  const { first, end } = stepsToTake(instants, steps, columns, isForecastFrom);
  if (first >= end)
    throw new BadInputError(
      `${file}: its rows reach through no step of ${layout.resample} (data.resample); name a shorter one, or add the rows that are missing from it.`,
    );
  const { resampled, lost } = columnsOnSteps(columns, instants, steps, isForecastFrom);
  const values = resampled.map((each) => each.subarray(first, end));
  const isLocal = times.every((time) => time.isLocal);
  const begins = Array.from(steps.times.subarray(first, end), (time) => civilTime(time, isLocal));
  const exactTimes = evenTimes(begins, expected);
  if ('outOfStep' in exactTimes) throw new Error(`Steps of ${layout.resample} are uneven.`);
  if (layout.gaps === 'refuse')
    columns.forEach((each, at) => {
      const place = values[at].findIndex(Number.isNaN);
      if (place >= 0)
        throw new BadInputError(
          `${file}: no row with ${each.name} lies in the step of ${layout.resample} from ${timeText(exactTimes.at(place))} on (data.resample); name a longer one, or set data.gaps to mask.`,
        );
    });
  return { exactTimes, length: end - first, clock, values, left: steps.times.length - (end - first) + lost };
}

/** Of a part of a step the sum is none of the step; and what follows a part is not the next step. */
function stepsToTake(
  times: Float64Array,
  steps: StepsOfRows,
  columns: readonly Column[],
  isForecastFrom: boolean,
): Span {
  const all = { first: 0, end: steps.times.length };
  const hasSums = columns.some(({ by }) => by === 'sum');
  if (!hasSums && !isForecastFrom) return all;
  const whole = wholeSteps(times, steps);
  return hasSums ? whole : { ...all, end: whole.end };
}

/** @returns with how many steps columns lost that end before those known ahead */
function columnsOnSteps(
  columns: readonly Column[],
  times: Float64Array,
  steps: StepsOfRows,
  isForecastFrom: boolean,
): { readonly resampled: readonly Float64Array[]; readonly lost: 0 | 1 } {
  const order = Uint32Array.from(times.keys()).sort((one, other) => times[one] - times[other]);
  const resampled = columns.map(({ values, by = 'mean' }) => resampledValues(values, steps, by, order));
  const hasRowsAhead = isForecastFrom && columns.some(({ isKnownAhead }) => isKnownAhead);
  if (!hasRowsAhead) return { resampled, lost: 0 };
  const whole = columns.map(({ values, isKnownAhead }, at) =>
    isKnownAhead ? resampled[at] : withoutPartOfStep(resampled[at], values, times, steps),
  );
  return { resampled: whole, lost: whole.some((values, at) => values !== resampled[at]) ? 1 : 0 };
}

/** Days and months are those of the zone's clocks. */
function shownWhere(
  { times, clock }: RowTimes,
  step: ResampledStep,
): { readonly times: readonly CivilTime[]; readonly clock?: ZoneClock | undefined } {
  const isOfDays = step.kind === 'months' || step.seconds % 86_400 === 0;
  if (!clock || !isOfDays) return { times, clock };
  return { times: times.map((time) => civilTime(clock.shownAt(milliseconds(time)), true)) };
}
