import type { ChartData } from '../chart-data';
import { type Axis, axisLabels } from './axis';
import type { Line } from './chart';
import { reduceIndices } from './reduce';

const mostRows = 1000;
const fewestRowsOfLine = 10;

/** The drawn points of some lines as a table, reduced as a chart is where they are many. */
export function lineTable(lines: readonly Line[], axis: Axis, values: string): ChartData {
  const rowsOfLine = Math.max(fewestRowsOfLine, Math.floor(mostRows / Math.max(1, lines.length)));
  const rowsOf = ({ label, points }: Line) =>
    reduceIndices(
      points.map(({ y }) => y),
      rowsOfLine,
    ).map((index) => [label, points[index]?.x ?? 0, points[index]?.y ?? Number.NaN]);
  return { head: ['Line', axisLabels[axis], values], rows: lines.flatMap(rowsOf) };
}
