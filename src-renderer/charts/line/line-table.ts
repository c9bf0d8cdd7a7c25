import type { ChartData } from '../chart-data';
import { type Axis, axisLabels } from './axis';
import type { Line } from './chart';
import { isWithin } from './drawing';
import { reduceIndices } from './reduce';
import type { ChartView } from './view.svelte';

const mostRows = 1000;
const fewestRowsOfLine = 10;

/** The points of some lines that are shown as a table, reduced as a chart is where they are many. */
export function lineTable(
  lines: readonly Line[],
  view: Pick<ChartView<Axis>, 'axis' | 'range'>,
  values: string,
): ChartData {
  const rowsOfLine = Math.max(fewestRowsOfLine, Math.floor(mostRows / Math.max(1, lines.length)));
  const rowsOf = ({ label, points: drawn }: Line) => {
    const points = drawn.filter(({ x }) => isWithin(view.range, x));
    return reduceIndices(
      points.map(({ y }) => y),
      rowsOfLine,
    ).map((index) => [label, points[index]?.x ?? 0, points[index]?.y ?? Number.NaN]);
  };
  return { head: ['Line', axisLabels[view.axis], values], rows: lines.flatMap(rowsOf) };
}
