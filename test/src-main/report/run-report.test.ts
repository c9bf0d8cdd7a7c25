import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ReportFacts, runReport } from '../../../src-main/report/run-report';
import type { Assessment } from '../../../src-shared/assessment/assessment';
import { decodeSafetensors } from '../../../src-shared/formats/safetensors';
import { readPosteriorMetadata } from '../../../src-shared/posterior/posterior-metadata';
import { EvaluationReporter } from '../../../src-workers/evaluate/reports/evaluation-report';
import { PredictionReporter } from '../../../src-workers/evaluate/reports/prediction-report';
import {
  pictureMlp,
  type SmallPosterior,
  tableMlp,
  writePosterior,
} from '../../src-workers/posterior/small-posteriors';
import { temporaryFolder } from '../../temporary-folder';
import { runOf } from '../export/export-as';

function facts(posterior: SmallPosterior, more: Partial<ReportFacts> = {}): ReportFacts {
  const file = writePosterior(temporaryFolder(), posterior);
  const { experiment } = readPosteriorMetadata(decodeSafetensors(readFileSync(file)).metadata, file);
  return {
    run: runOf(experiment),
    curves: [],
    report: undefined,
    targets: [],
    assessment: undefined,
    calibration: undefined,
    ...more,
  };
}

const curve = {
  runId: 'run-1',
  x: [1, 2, 3],
  y: [3, 2, Number.NaN],
  smoothed: [],
  total: 3,
  shown: 3,
  nonPositive: 0,
  notFinite: 1,
  lastId: 0,
  rewinds: 0,
};

test('a report needs nothing from elsewhere, runs nothing, and lets no name become markup', () => {
  const given = facts(pictureMlp);
  const page = runReport({
    ...given,
    run: { ...given.run, experiment: { ...given.run.experiment, name: '<script>alert("x")</script> & co' } },
  });
  expect(page).toContain('<title>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; co</title>');
  expect(page).not.toMatch(/<script|https?:|src=|href=|url\(/i);
  expect(page).toContain("default-src 'none'");
});

test('it holds scores with their units, what speaks against the run, its curves and its settings', () => {
  const page = runReport(facts(pictureMlp, { curves: [{ name: 'train.loss', curve }] }));
  expect(page).toContain('<td>Accuracy (test)</td>\n<td class="number">0.8765</td>');
  expect(page).toContain('Scores hold for data like those of the test items');
  expect(page).toContain('<h3>Training loss</h3>');
  expect(page).not.toContain('NaN');
  expect(page).toContain('kind: mlp');
});

/** Twenty values around 0, none further from its prediction than 1.58 deviations. */
function nearValues() {
  const targets = {
    targetShape: [1],
    targetNames: ['y'],
    targetUnit: 'MPa',
    targetMean: [0],
    targetStd: [2],
  };
  const reporter = new PredictionReporter(20, 1, targets, { kind: 'by-sample', stds: Float64Array.of(1) });
  reporter.add(
    new Float32Array(20),
    Float32Array.from({ length: 20 }, (_, item) => (item - 9.5) / 6),
  );
  return reporter.report();
}

test('an accuracy is held against naming always the commonest of the test items', () => {
  const reporter = new EvaluationReporter(5, 2, 1, 5);
  const undecided = new Float32Array(10).fill(Math.log(0.5));
  reporter.add(undecided, [1, 0, 1, 1, 0]);
  const page = runReport(facts(pictureMlp, { report: reporter.report(['dog', 'cat'], undefined) }));
  expect(page).toContain('Always naming cat, the commonest of the test items, is right for 0.6 of them.');
  expect(runReport(facts(tableMlp, { report: nearValues() }))).not.toContain('Always naming');
});

test('values have the coverage of their intervals and what refusing is worth, in their unit', () => {
  const page = runReport(facts(tableMlp, { report: nearValues() }));
  expect(page).toContain('<h3>Coverage</h3>');
  // Nine tenths of a Gaussian lie within 1.645.
  expect(page).toContain('Intervals of 90 % hold 100 %.');
  expect(page).toContain('RMSE of those, MPa');
});

test('forecasts have their errors and coverage by steps ahead, and their errors by origin', () => {
  const scores = (crps: number) => ({ values: 9, rmse: 2 * crps, crps, coverage50: 0.5, coverage90: 0.9 });
  const report = {
    ...nearValues(),
    byHorizon: [1, 2, 3].map((ahead) => ({ ahead, ...scores(ahead) })),
    byOrigin: ['2026-03-01', '2026-03-02'].map((day) => ({ from: day, to: day, origins: 1, ...scores(1) })),
  };
  const page = runReport(facts(tableMlp, { report }));
  expect(page.match(/<h3>[^<]* (by|ahead)[^<]*/g)).toEqual([
    '<h3>Error by steps ahead',
    '<h3>Coverage by steps ahead',
    '<h3>Error by origin',
  ]);
  expect(page).toContain('Error, MPa');
  expect(page).toContain('from 2026-03-01 to 2026-03-02.');
});

test('each of several targets has pictures of its own, and none of all together', () => {
  const targets = [
    { name: 'price', predictions: nearValues() },
    { name: 'days', predictions: nearValues() },
  ];
  const page = runReport(facts(tableMlp, { report: nearValues(), targets }));
  expect(page.match(/<h2>Can its doubt[^<]*/g)).toEqual([
    '<h2>Can its doubt of price be trusted?',
    '<h2>Can its doubt of days be trusted?',
  ]);
  expect(page.match(/<h3>Coverage/g)).toHaveLength(2);
});

const classes = {
  scores: { accuracy: 0.9, nll: 0.3, brier: 0.1, ece: 0.02 },
  calibration: {
    adaptive: 0.1,
    adaptiveDebiased: 0.1,
    debiased: 0.1,
    classwise: 0.1,
    thresholded: 0.1,
  },
  refusing: { aurc: 0.01, augrc: 0.01, coverageAt5: 0.9 },
  intervals: { accuracy: [0.8, 0.95], nll: [0.2, 0.4], brier: [0, 1], aurc: [0, 1], augrc: [0, 1] },
} satisfies Assessment['classes'];

test('what was evaluated and calibrated is told with its intervals', () => {
  const page = runReport(
    facts(pictureMlp, {
      assessment: {
        version: 1,
        step: 1,
        samples: 3,
        items: 12,
        ood: [
          {
            name: 'noise',
            title: 'pixels',
            items: 12,
            detection: { entropy: { auroc: 0.97, aupr: 0.9, fpr95: 0.1 } },
          },
        ],
        classes,
      },
    }),
  );
  expect(page).toContain('<td>test.accuracy</td>\n<td class="number">0.9</td>\n<td>0.8 to 0.95</td>');
  expect(page).toContain('<td>Accuracy (test)</td>');
  expect(page).toContain('<td>Calibration error of each class, their mean</td>');
  expect(page).toContain('<td>ood.noise.auroc.entropy</td>\n<td class="number">0.97</td>');
});

test('checks that fail stand with what speaks against trusting it, and those that pass do not', () => {
  const check = { statistic: 'share of no', observed: 0.25, low: 0.5, median: 0.6, high: 0.75, p: 1 };
  const checks = [check, { ...check, statistic: 'share of yes', observed: 0.6, p: 0.5 }];
  const assessment = {
    ...{ version: 1 as const, step: 1, samples: 3, items: 12, ood: [] },
    targets: [{ name: 'kind', classes: { ...classes, checks } }],
  };
  const page = runReport(facts(pictureMlp, { assessment }));
  expect(page).toContain(
    '<li>Of kind: 1 of 2 posterior predictive checks fail: what came lies outside what 95 % of the data sets have that its samples draw, in share of no 0.25 (expected 0.5 to 0.75).</li>',
  );
});

test('of several targets each has its scores with their intervals', () => {
  const assessment = {
    ...{ version: 1 as const, step: 1, samples: 3, items: 12, ood: [] },
    targets: [{ name: 'kind', classes }],
  };
  const page = runReport(facts(pictureMlp, { assessment }));
  expect(page).toContain('<td>test.accuracy.kind</td>\n<td class="number">0.9</td>\n<td>0.8 to 0.95</td>');
});

test('of several targets each is told by its name what calibrating was worth', () => {
  const curve = {
    curve: { at: [0, 1], values: [0, 1] },
    before: { error: 0.2, pinball: 3 },
    after: { error: 0.1, pinball: 2 },
  };
  const page = runReport(
    facts(pictureMlp, {
      calibration: {
        ...{ version: 1, step: 1, samples: 3, items: 8, testItems: 4, targets: ['strength', 'price'] },
        quantiles: [curve, curve],
        intervals: {
          ...{ method: 'cqr', coverage: 0.9, thresholds: [1, 1] },
          found: [
            { coverage: 0.95, width: 1 },
            { coverage: 0.8, width: 2 },
          ],
        },
      },
    }),
  );
  expect(page).toContain('they do in 95 % (strength), 80 % (price).');
  expect(page).toContain('Isotonic quantiles of price: off by');
});

test('of several targets, common scores are in standard deviations, and those of one in its own unit', () => {
  const given = facts(tableMlp);
  const metrics = { 'test.rmse': 0.5, 'test.rmse.price': 12.5, 'test.nll.price': 1.5 };
  const page = runReport({ ...given, run: { ...given.run, metrics } });
  const unitOf = (value: string) => page.split(`<td class="number">${value}</td>`)[1]?.split('</tr>')[0];
  expect(unitOf('0.5')).toContain('standard deviations of the targets');
  expect(unitOf('12.5')).toContain('unit of price');
  expect(unitOf('1.5')).toContain('nats');
});

test('spoilt pictures are drawn along severity: the mean over kinds between the lowest and the highest', () => {
  const spoilt = (kind: string, severity: number, accuracy: number) => ({
    kind,
    severity,
    items: 20,
    accuracy,
    nll: 1 - accuracy,
    ece: 0.1,
  });
  const assessment: Assessment = {
    version: 1,
    step: 1,
    samples: 2,
    items: 20,
    ood: [],
    corruptions: [
      spoilt('none', 0, 0.9),
      spoilt('fog', 1, 0.8),
      spoilt('fog', 5, 0.5),
      spoilt('jpeg-compression', 1, 0.6),
      spoilt('jpeg-compression', 5, 0.1),
    ],
  };
  const page = runReport(facts(pictureMlp, { assessment }));
  expect(page).toContain('20 test pictures, spoilt by fog, jpeg compression.');
  expect(page).toContain('Accuracy falls from 90 % to 30 % at severity 5.');
  // Severities 0, 1 and 5 of 5 across; means of 0.9, 0.7 and 0.3 up.
  expect(page).toContain('points="68,32 128,76 368,164"');
  // Of two kinds of fifteen there is no mean that would compare with another run's.
  expect(page).not.toContain('corruption.mean');
  expect(runReport(facts(pictureMlp))).not.toContain('Spoilt pictures');
});
