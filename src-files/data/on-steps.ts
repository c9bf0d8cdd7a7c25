import type { TimeStep } from '../../src-shared/data/time-step';
import { BadInputError } from '../../src-shared/errors';
import { type ResampledStep, resampledStep } from '../../src-shared/experiment/data/resampling';
import type { SeriesLayout } from '../../src-shared/experiment/data/series-windows';
import type { Csv } from '../csv/csv';
import { type CivilTime, civilTime, milliseconds, timeText } from './civil-time';
import { type EvenTimes, evenTimes } from './even-times';
import { resampledValues, stepsAround } from './resampled';
import { evenlySpaced, type RowTimes } from './series-times';
import type { ZoneClock } from './zone-clock';

interface Wanted {
  readonly layout: SeriesLayout;
  readonly expected: TimeStep | undefined;
  /** Values of the same rows. */
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[];
  /** Of the series, where there are several. */
  readonly name: string | undefined;
}

interface OnSteps {
  readonly exactTimes: EvenTimes;
  readonly length: number;
  readonly clock?: ZoneClock | undefined;
  /** One for each column. */
  readonly values: readonly Float64Array[];
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
  { layout, expected, columns, name }: Wanted,
): OnSteps {
  const step = layout.resample === undefined ? undefined : resampledStep(layout.resample);
  const by = layout.resampleBy;
  if (!step || !by)
    return {
      exactTimes: evenlySpaced(csv, column, rows, read, expected),
      length: rows.length,
      clock: read.clock,
      values: columns.map(({ values }) => values),
    };
  const { times, clock } = shownWhere(read, step);
  const instants = Float64Array.from(times, milliseconds);
  const steps = stepsAround(instants, step, clock);
  const order = Uint32Array.from(instants.keys()).sort((one, other) => instants[one] - instants[other]);
  const values = columns.map((each) => resampledValues(each.values, steps, by, order));
  const exactTimes = evenTimes(Array.from(steps.times, civilTime), expected);
  if ('outOfStep' in exactTimes) throw new Error(`Steps of ${layout.resample} are uneven.`);
  if (layout.gaps === 'refuse')
    columns.forEach((each, at) => {
      const place = values[at].findIndex(Number.isNaN);
      if (place >= 0)
        throw new BadInputError(
          `${csv.fileName}${name === undefined ? '' : `: series ${name}`}: no row with ${each.name} lies in the step of ${layout.resample} from ${timeText(exactTimes.at(place))} on (data.resample); name a longer one, or set data.gaps to mask.`,
        );
    });
  return { exactTimes, length: steps.times.length, clock, values };
}

/** Days and months are those of the zone's clocks. */
function shownWhere(
  { times, clock }: RowTimes,
  step: ResampledStep,
): { readonly times: readonly CivilTime[]; readonly clock?: ZoneClock | undefined } {
  const isOfDays = step.kind === 'months' || step.seconds % 86_400 === 0;
  if (!clock || !isOfDays) return { times, clock };
  return { times: times.map((time) => civilTime(clock.shownAt(milliseconds(time)))) };
}
