import { readFileSync } from 'node:fs';

interface DetectionCase {
  readonly own: readonly number[];
  readonly other: readonly number[];
  readonly auroc: number;
  readonly aupr: number;
  readonly fpr95: number;
}

interface ClassesCase {
  readonly probabilities: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly aurc: number;
  readonly augrc: number;
  readonly coverageAtRisk: Readonly<Record<string, number>>;
  readonly adaptive: number;
  readonly adaptiveDebiased: number;
  readonly debiased: number;
  readonly classwise: number;
  readonly thresholded: number;
}

interface ResizedCase {
  readonly shape: readonly [number, number, number];
  readonly pixels: readonly number[];
  readonly wanted: readonly [number, number];
  readonly resized: readonly number[];
}

/** What other programs make of the same numbers (test/parity/record_judging.py). */
export const judged = JSON.parse(readFileSync('test/parity/fixtures/judging.json', 'utf8')) as {
  readonly detection: Readonly<Record<string, DetectionCase>>;
  readonly classes: ClassesCase;
  readonly resized: Readonly<Record<string, ResizedCase>>;
};
