import { formatMetric, formatNumber, isShare } from '../../ui/numbers';
import { type Axis, axisLabels } from './axis';

/** A value of a chart with its unit. */
export function valueText(metric: string, unit: string, value: number): string {
  return isShare(metric) ? formatMetric(metric, value) : [formatNumber(value), unit].join(' ').trim();
}

/** A place on the horizontal axis: "Step 120". */
export function placeText(axis: Axis, position: number): string {
  return `${axisLabels[axis]} ${formatNumber(Number(position.toPrecision(4)))}`;
}
