import { isInTargetUnit, meaningOf, targetOfScore } from '../../src-shared/metrics';
import { formatDuration as plainDuration } from '../../src-shared/words/duration';
import { unbroken } from './unbroken';

// Made once: making one takes many times as long as writing a number with it, and a chart being pulled writes hundreds.
const ofFourDigits = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4 });
const ofSixDigits = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 6 });

/** A number with about four significant digits, never in more places than help: 0.01234, 12.35, 1,234. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? 'infinite' : 'minus infinite';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.0001 || size >= 1e9)) return value.toExponential(2);
  return (size >= 1000 ? ofSixDigits : ofFourDigits).format(value);
}

/** A mean and its standard deviation, with the two digits of the latter that say something: 0.2345 ± 0.0012. */
export function formatWithDeviation(mean: number, std: number): string {
  const places = std > 0 ? 1 - Math.floor(Math.log10(std)) : 0;
  const isPlain = std > 0 && places >= 0 && places <= 6 && Math.abs(mean) < 1e6;
  return isPlain
    ? `${mean.toFixed(places)} ± ${std.toFixed(places)}`
    : `${formatNumber(mean)} ± ${formatNumber(Number(std.toPrecision(2)))}`;
}

/**
 * A metric's value with its unit: accuracies and calibration errors as per cent, all else as it is.
 * @param targetUnit of what is predicted, where it is known
 */
export function formatMetric(name: string, value: number, targetUnit?: string): string {
  if (isShare(name) && Number.isFinite(value)) return formatPercent(value);
  const unit = isInTargetUnit(name) ? targetUnit : meaningOf(name).unit;
  return withUnit(formatNumber(value), unit);
}

/** Whether the metric is a fraction of one that people read as per cent. */
export function isShare(name: string): boolean {
  if (targetOfScore(name) !== undefined) return isShare(name.split('.').slice(0, 2).join('.'));
  return /accuracy$|\.(?:ece|mace)$|\.coverage\d+$/.test(name);
}

/** A share of one as per cent, which stays on one line: 0.9641 is "96.4 %". */
export function formatPercent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)}\u00a0%`;
}

/** A number with its unit, which stay on one line. */
export function withUnit(number: string, unit: string | undefined): string {
  return unit ? `${number}\u00a0${unit}` : number;
}

/** A length of time whose numbers stay with their units: "42 s", "3 min 12 s". */
export function formatDuration(seconds: number): string {
  return unbroken(plainDuration(seconds));
}

/** Megabytes (10^6 bytes) in the unit that keeps the number short: "14 kB", "512 MB", "16.4 GB". */
export function formatMegabytes(megabytes: number): string {
  if (megabytes > 0 && megabytes < 0.5) return `${Math.max(1, Math.round(megabytes * 1000))}\u00a0kB`;
  return megabytes < 1000 ? `${Math.round(megabytes)}\u00a0MB` : `${(megabytes / 1000).toFixed(1)}\u00a0GB`;
}

/** A count with its noun: "1 sample", "8 samples". */
export function formatCount(count: number, noun: string): string {
  return `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;
}
