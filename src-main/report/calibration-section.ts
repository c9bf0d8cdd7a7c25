import type { Calibration, Fitted } from '../../src-shared/assessment/calibration';
import { type Html, html, shortNumber } from './html';

/** What `parasample calibrate` kept, and what it is worth on the test items. */
export function calibrationSection(calibration: Calibration | undefined): readonly Html[] {
  if (!calibration) return [];
  const { items, testItems, heads = [] } = calibration;
  const lines = [
    ...linesOf(calibration),
    ...heads.flatMap(({ name, ...fitted }) => linesOf(fitted).map((line) => `${name}: ${line}`)),
  ];
  return [
    html`<section><h2>Calibrated afterwards</h2><p>On ${items} validation items, found on ${testItems} test items.</p><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`,
  ];
}

function linesOf(fitted: Fitted): readonly string[] {
  return [...mapLines(fitted), ...promiseLines(fitted)];
}

function mapLines({ targets, temperature, beta, isotonic, quantiles = [] }: Fitted): readonly string[] {
  const ofClasses = [
    ...(temperature ? [[`Temperature ${shortNumber(temperature.temperature)}`, temperature] as const] : []),
    ...(beta ? [['Beta curves', beta] as const] : []),
    ...(isotonic ? [['Isotonic curves', isotonic] as const] : []),
  ];
  return [
    ...ofClasses.map(
      ([name, { before, after }]) =>
        `${name}: NLL ${change(before.nll, after.nll)} nats, ECE ${change(before.ece, after.ece)}.`,
    ),
    ...quantiles.map(
      ({ before, after }, at) =>
        `Isotonic quantiles${targets ? ` of ${targets[at]}` : ''}: off by ${change(before.error, after.error)}, pinball loss ${change(before.pinball, after.pinball)}.`,
    ),
  ];
}

function promiseLines({ targets, sets, intervals }: Fitted): readonly string[] {
  return [
    ...(sets
      ? [
          `Sets that should hold the class in ${percent(sets.coverage)} (${sets.method}): they do in ${percent(sets.found.coverage)}, with ${shortNumber(sets.found.classes)} classes on average.`,
        ]
      : []),
    ...(intervals
      ? [
          `Intervals that should hold the value in ${percent(intervals.coverage)} (${intervals.method}): they do in ${intervals.found.map(({ coverage }, at) => `${percent(coverage)}${targets ? ` (${targets[at]})` : ''}`).join(', ')}.`,
        ]
      : []),
  ];
}

function change(before: number, after: number): string {
  return `${shortNumber(before)} before and ${shortNumber(after)} after`;
}

function percent(share: number): string {
  return `${shortNumber(100 * share)} %`;
}
