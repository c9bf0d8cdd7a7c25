import { formatMetric, formatNumber, formatWithDeviation, isShare } from '../../ui/numbers';
import { bandOf } from './band';
import type { Line } from './chart';
import { pointNear } from './drawing';

/** One entry of a chart's legend: a line, or a group of lines with its mean. */
export interface LineKey {
  readonly key: string;
  readonly label: string;
  readonly look: number;
  /** Its value near a place of the horizontal axis, or its last one; undefined where it has none. */
  readonly valueAt: (place?: number) => KeyValue | undefined;
}

export interface KeyValue {
  readonly value: number;
  /** Standard deviation (n - 1) of a group of several. */
  readonly std?: number;
}

/** The key of the legend's entry that a line is in. */
export function entryOf({ key, group }: Pick<Line, 'key' | 'group'>): string {
  return group === undefined ? key : `group ${group}`;
}

/** The legend of some lines: lines of a group stand together in one entry, where the first of them stands. */
export function lineKeys(lines: readonly Line[]): readonly LineKey[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines)
    if (line.group !== undefined) groups.set(line.group, [...(groups.get(line.group) ?? []), line]);
  return lines.flatMap((line) => {
    if (line.group === undefined) return [lineKey(line)];
    const members = groups.get(line.group) ?? [];
    return members[0] === line ? [groupKey(line.group, line.look, members)] : [];
  });
}

function lineKey({ key, label, look, points, last, spread }: Line): LineKey {
  const valueAt = (place?: number) => {
    const point = place === undefined ? points.at(-1) : pointNear(points, place);
    const value = place === undefined ? last : point?.y;
    if (value === undefined) return undefined;
    const at = spread?.find(({ x, mean }) => x === point?.x && mean === value);
    return at && at.high > at.mean ? { value, std: at.high - at.mean } : { value };
  };
  return { key, label, look, valueAt };
}

function groupKey(group: string, look: number, members: readonly Line[]): LineKey {
  const band = bandOf(members.map(({ points, bandPoints }) => bandPoints ?? points));
  const means = band.map(({ x, mean }) => ({ x, y: mean }));
  const valueAt = (place?: number) => {
    const near = place === undefined ? means.at(-1) : pointNear(means, place);
    const at = near && band[means.indexOf(near)];
    if (!at) return undefined;
    return members.length > 1 ? { value: at.mean, std: at.high - at.mean } : { value: at.mean };
  };
  const runs = `${members.length} ${members.length === 1 ? 'run' : 'runs'}`;
  return { key: entryOf({ key: '', group }), label: `${group} (${runs})`, look, valueAt };
}

/** A legend's value as people read it: "97.2 %", "0.85 ± 0.07 nats". */
export function keyText(metric: string, unit: string, { value, std }: KeyValue): string {
  if (isShare(metric))
    return std === undefined ? formatMetric(metric, value) : `${percent(value)} ± ${percent(std)}\u00a0%`;
  const number = std === undefined ? formatNumber(value) : formatWithDeviation(value, std);
  return [number, unit].join(' ').trim();
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}
