import { coverageCurve } from '../../src-shared/assessment/coverage-curve';
import type { EvaluationReport } from '../../src-shared/assessment/evaluation-report';
import type { KeptShare } from '../../src-shared/assessment/kept-share';
import type { PredictionReport, StepScores } from '../../src-shared/assessment/prediction-report';
import type { SegmentationReport } from '../../src-shared/assessment/segmentation-report';
import { type Html, html } from './html';
import { Picture, percent, shareAxis } from './picture';

/**
 * How well the doubt of a classification, or of predicted values, can be taken at its word, in pictures.
 * @param target which of several targets the report is of
 */
export function doubtSection(
  report: EvaluationReport | SegmentationReport | PredictionReport | undefined,
  target?: string,
): readonly Html[] {
  if (!report) return [];
  const doubt = target === undefined ? 'its doubt' : `its doubt of ${target}`;
  const pictures =
    'reliability' in report
      ? [reliability(report), refusing('refusing' in report ? report.refusing : undefined, undefined)]
      : [coverage(report), refusing(report.refusing, report), ...forecastPictures(report)];
  const drawn = pictures.filter((picture) => picture !== undefined);
  if (drawn.length === 0) return [];
  return [
    html`<section><h2>Can ${doubt} be trusted?</h2>
<p>On ${report.items} test items, by the mean over ${report.samples} weight samples.</p>
<div class="pictures">${drawn}</div></section>`,
  ];
}

function reliability(report: EvaluationReport | SegmentationReport): Html {
  const what = 'pixels' in report ? 'pixels' : 'items';
  const picture = new Picture('Reliability', shareAxis('Confidence'), shareAxis('Accuracy'));
  for (const { low, high, accuracy } of report.reliability)
    if (accuracy !== null) picture.bar([low, high], accuracy);
  return picture
    .line(
      [
        [0, 0],
        [1, 1],
      ],
      'ideal',
    )
    .dots(
      report.reliability.flatMap(({ confidence, accuracy }) =>
        confidence === null || accuracy === null ? [] : [[confidence, accuracy] as const],
      ),
    )
    .figure(
      `Accuracy of the ${what} that were predicted with each confidence. On the dashed line it is as right as it is sure; below it is too sure.`,
    );
}

function coverage({ pit }: PredictionReport): Html | undefined {
  if (!pit) return undefined;
  const curve = coverageCurve(pit);
  const edge = (sign: number) =>
    curve.map(({ promised, chance }) => [promised, promised + sign * chance] as const);
  const nine = curve.find(({ promised }) => promised === 0.9);
  return new Picture('Coverage', shareAxis('Interval promises'), shareAxis('Values inside'))
    .band(edge(1), edge(-1))
    .line(
      [
        [0, 0],
        [1, 1],
      ],
      'ideal',
    )
    .line(curve.map(({ promised, found }) => [promised, found] as const))
    .figure(
      `Share of the values inside central intervals. Above the dashed line intervals are too wide, below too narrow; grey is what chance allows.${nine ? ` Intervals of 90 % hold ${percent(nine.found)}.` : ''}`,
    );
}

/** @param values set where values are predicted */
function refusing(
  curve: readonly KeptShare[] | undefined,
  values: PredictionReport | undefined,
): Html | undefined {
  const all = curve?.at(-1);
  const kept = curve?.find(({ coverage: share }) => share >= 0.9);
  if (!curve || !all || !kept) return undefined;
  const high = Math.max(...curve.map(({ risk }) => risk).filter(Number.isFinite), 1e-6);
  const risk = values
    ? { title: `RMSE of those${unitOf(values)}`, low: 0, high }
    : { ...shareAxis('Wrong of those'), high };
  const picture = new Picture('Refusing', shareAxis('Items answered'), risk);
  const spoken = (value: number) =>
    values ? `RMSE ${Number(value.toPrecision(3))}` : `${percent(1 - value)} right`;
  return picture
    .line(curve.map(({ coverage: share, risk: found }) => [share, found] as const))
    .figure(
      `When the least sure are refused. All answered: ${spoken(all.risk)}; the surest nine tenths: ${spoken(kept.risk)}.`,
    );
}

/** Errors and coverage of forecasts by how far ahead they look, and errors by where they begin. */
function forecastPictures(report: PredictionReport): readonly Html[] {
  const { byHorizon: steps = [], byOrigin: origins = [] } = report;
  const unit = unitOf(report);
  return [
    ...(steps.length > 1
      ? [
          errorPicture(
            'Error by steps ahead',
            'Steps ahead',
            unit,
            steps,
            'Solid the RMSE, dashed the CRPS of a step so far ahead.',
          ),
          coverageBySteps(steps),
        ]
      : []),
    ...(origins.length > 1
      ? [
          errorPicture(
            'Error by origin',
            'Origins, in the order of time',
            unit,
            origins,
            `Solid the RMSE, dashed the CRPS of forecasts that begin at one time, from ${origins[0].from} to ${origins[origins.length - 1].to}.`,
          ),
        ]
      : []),
  ];
}

type Scores = Pick<StepScores, 'rmse' | 'crps' | 'coverage50' | 'coverage90'>;

function errorPicture(
  title: string,
  across: string,
  unit: string,
  all: readonly Scores[],
  text: string,
): Html {
  const high = Math.max(...all.flatMap(({ rmse, crps }) => [rmse, crps]).filter(Number.isFinite), 1e-6);
  return new Picture(title, placesOf(across, all), { title: `Error${unit}`, low: 0, high })
    .line(placed(all, ({ rmse }) => rmse))
    .line(
      placed(all, ({ crps }) => crps),
      'ideal',
    )
    .figure(text);
}

function coverageBySteps(steps: readonly Scores[]): Html {
  const axis = placesOf('Steps ahead', steps);
  return new Picture('Coverage by steps ahead', axis, shareAxis('Values inside'))
    .line(placed(steps, ({ coverage90 }) => coverage90))
    .line(
      placed(steps, ({ coverage50 }) => coverage50),
      'ideal',
    )
    .figure('Solid the share of values that intervals of 90 % hold, dashed those of 50 %.');
}

function placesOf(title: string, all: readonly Scores[]) {
  return { title, low: 1, high: all.length };
}

function placed(all: readonly Scores[], of: (one: Scores) => number) {
  return all.map((one, at) => [at + 1, of(one)] as const);
}

function unitOf({ targetNames, targetUnit }: PredictionReport): string {
  if (targetNames.length > 1) return ', standard deviations';
  return targetUnit === undefined ? '' : `, ${targetUnit}`;
}
