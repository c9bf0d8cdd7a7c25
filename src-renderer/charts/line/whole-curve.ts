import type { Curve } from '../../../src-shared/data/series';
import type { Api } from '../../../src-shared/protocol/api';
import type { TrainingAxis } from './axis';

/** One line of a chart with every point, not only those that are drawn. */
export interface WholeLine {
  readonly label: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** At the same places; empty where nothing is smoothed. */
  readonly smoothed: readonly number[];
}

export interface CurveChoice {
  readonly runId: string;
  readonly metric: string;
  readonly axis: TrainingAxis;
  readonly smoothing: number;
}

type Points = Pick<Curve, 'x' | 'y' | 'smoothed'>;

/** As many as the core gives in one answer. */
const mostInAnswer = 20_000;

/** Every point of a curve, in order; halves of the axis are read apart where one answer cannot hold them. */
export async function readWholeCurve(api: Pick<Api, 'series'>, choice: CurveChoice): Promise<Points> {
  return readBetween(api, choice, -Number.MAX_VALUE, Number.MAX_VALUE);
}

async function readBetween(
  api: Pick<Api, 'series'>,
  choice: CurveChoice,
  from: number,
  to: number,
): Promise<Points> {
  const { runId, metric, axis, smoothing } = choice;
  const options = { axis, smoothing, points: mostInAnswer, from, to };
  const [curve] = await api.series([runId], metric, options);
  if (!curve) return { x: [], y: [], smoothed: [] };
  const first = curve.x[0] ?? 0;
  const last = curve.x[curve.x.length - 1] ?? 0;
  const middle = (first + last) / 2;
  // Nothing lies between places so close that they have no middle.
  if (curve.shown === curve.total || middle <= first || middle >= last) return curve;
  // The ends of what is drawn need not be the ends of what there is: the whole part is read, in halves.
  const before = await readBetween(api, choice, from, middle);
  const after = await readBetween(api, choice, middle, to);
  // Both halves hold the points in the very middle.
  const again = after.x.findIndex((place) => place > middle);
  return joined(before, after, again < 0 ? after.x.length : again);
}

function joined(before: Points, after: Points, from: number): Points {
  return {
    x: [...before.x, ...after.x.slice(from)],
    y: [...before.y, ...after.y.slice(from)],
    smoothed: [...before.smoothed, ...after.smoothed.slice(from)],
  };
}
