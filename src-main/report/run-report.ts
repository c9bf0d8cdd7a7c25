import { stringify } from 'yaml';
import { version } from '../../package.json';
import type { Assessment } from '../../src-shared/assessment/assessment';
import { assessmentMetrics } from '../../src-shared/assessment/assessment-metrics';
import { baseRateOf } from '../../src-shared/assessment/base-rate';
import type { Calibration } from '../../src-shared/assessment/calibration';
import { diagnosis } from '../../src-shared/assessment/diagnosis';
import { drawnAnew } from '../../src-shared/assessment/drawn-together';
import type { EvaluationReport } from '../../src-shared/assessment/evaluation-report';
import type { PredictionReport } from '../../src-shared/assessment/prediction-report';
import type { SegmentationReport } from '../../src-shared/assessment/segmentation-report';
import type { TargetReport } from '../../src-shared/assessment/target-reports';
import type { Curve } from '../../src-shared/data/series';
import { isKnown } from '../../src-shared/experiment/data';
import { isInTargetUnit, meaningOf, targetOfScore } from '../../src-shared/metrics';
import { tookSeconds } from '../../src-shared/runs/run-time';
import type { RunSummary } from '../../src-shared/runs/runs';
import { calibrationSection } from './calibration-section';
import { corruptionSection } from './corruption-section';
import { doubtSection } from './doubt-section';
import { failedChecks } from './failed-checks';
import { type Html, html, shortNumber, table } from './html';
import { Picture } from './picture';
import { reportPage } from './report-page';
import { scoreWords } from './score-words';

export interface ReportFacts {
  readonly run: RunSummary;
  /** Of the training loss, and of the validation NLL where there is one. */
  readonly curves: readonly { readonly name: string; readonly curve: Curve }[];
  /** What the run's folder holds of its test items. */
  readonly report: EvaluationReport | SegmentationReport | PredictionReport | undefined;
  /** The same of each head, or of each of several values. */
  readonly targets: readonly TargetReport[];
  readonly assessment: Assessment | undefined;
  readonly calibration: Calibration | undefined;
}

/**
 * A run on one page that needs nothing from elsewhere, to be read or printed by whoever has no Parasample: what was trained on
 * what, how well it does, whether its doubt can be trusted, and what speaks against it.
 */
export function runReport(facts: ReportFacts): string {
  const { run } = facts;
  return reportPage(run.experiment.name, subtitle(run), [
    scoresSection(facts),
    limitsSection(facts),
    ...doubtSections(facts),
    ...corruptionSection(facts.assessment),
    ...evaluationSection(facts),
    ...calibrationSection(facts.calibration),
    trainingSection(facts),
    settingsSection(run),
  ]);
}

/** Of several targets each by itself: what is calibrated together may be too sure of one and too careful of another. */
function doubtSections({ report, targets }: ReportFacts): readonly Html[] {
  if (targets.length === 0) return doubtSection(report);
  return targets.flatMap(({ name, evaluation, predictions }) =>
    doubtSection(evaluation ?? predictions, name),
  );
}

function subtitle({ id, created, experiment: { parallel }, engine, status }: RunSummary): string {
  return `Run ${id}, ${status}, begun ${new Date(created).toISOString().slice(0, 16).replace('T', ' ')} UTC, by ${engine} on ${parallel.devices.join(', ')} (mode ${parallel.mode}). Parasample ${version}.`;
}

function scoresSection({ run, report }: ReportFacts): Html {
  const known = report && 'targetUnit' in report ? report.targetUnit : undefined;
  const ofSeveral = Object.keys(run.metrics).some((name) => /^test\.(rmse|crps)\./.test(name));
  const targetUnit = ofSeveral ? 'standard deviations of the targets' : known;
  const rows = Object.entries(run.metrics)
    .filter(([name]) => name.startsWith('test.'))
    .map(([name, value]) => {
      const { label, unit } = meaningOf(name);
      return [label, value, isInTargetUnit(name) ? unitOfTarget(name, targetUnit ?? unit) : unit];
    });
  const scores =
    rows.length === 0
      ? html`<p>The run was not scored on test items.</p>`
      : table(['Score', 'Value', 'Unit'], rows);
  return html`<section><h2>How good is it?</h2><p>On the test items, which nothing was trained on.</p>${scores}${heldAgainst(report)}</section>`;
}

/** An accuracy says little where most items are of one class. */
function heldAgainst(report: ReportFacts['report']): Html {
  const rate = report && 'confusion' in report ? baseRateOf(report) : undefined;
  if (!rate) return html``;
  return html`<p>Always naming ${rate.name}, the commonest of the test items, is right for ${shortNumber(rate.share)} of them.</p>`;
}

/** Scores that several targets have in common are in standard deviations of each, and those of one in its own unit. */
function unitOfTarget(name: string, common: string): string {
  const target = targetOfScore(name);
  return target === undefined ? common : `unit of ${target}`;
}

function limitsSection({ run: { metrics, experiment, status, reason }, assessment }: ReportFacts): Html {
  const notes = [
    ...(status === 'finished' ? [] : [`The run ${status}${reason === '' ? '' : `: ${reason}`}.`]),
    ...diagnosis(metrics, experiment),
    ...(assessment ? failedChecks(assessment) : []),
    'Scores hold for data like those of the test items; of others the network may be wrong and sure.',
  ];
  return html`<section><h2>What to know before trusting it</h2><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul></section>`;
}

type Interval = readonly [number, number];

/** What scores were found of the test items, with the ends of their names: `.price` of one of several targets. */
function partsOf({ classes, values, maps, targets = [] }: Assessment) {
  const all = { name: undefined, classes, values, maps };
  return [all, ...targets].flatMap(({ name, ...scores }) => {
    const part = scores.classes ?? scores.values ?? ('maps' in scores ? scores.maps : undefined);
    const intervals: Readonly<Record<string, Interval>> = part?.intervals ?? {};
    return part ? [{ end: name === undefined ? '' : `.${name}`, drawn: part.drawn, intervals }] : [];
  });
}

/** Intervals by the names of metrics after their first dot: `rmse.price`. */
function intervalsOf(assessment: Assessment): Readonly<Record<string, Interval>> {
  return Object.fromEntries(
    partsOf(assessment).flatMap(({ end, intervals }) =>
      Object.entries(intervals).map(([score, interval]) => [`${score}${end}`, interval] as const),
    ),
  );
}

/** What `parasample evaluate` found. */
function evaluationSection({ assessment, run }: ReportFacts): readonly Html[] {
  if (!assessment) return [];
  const intervals = intervalsOf(assessment);
  const drawn = drawnAnew(partsOf(assessment)[0]?.drawn);
  const rows = Object.entries(assessmentMetrics(assessment)).map(([name, value]) => {
    const interval = intervals[name.slice(name.indexOf('.') + 1)];
    return [
      name,
      value,
      interval && !interval.some(Number.isNaN) ? interval.map(shortNumber).join(' to ') : '',
      scoreWords(name),
    ];
  });
  return [
    html`<section><h2>Evaluation</h2>
<p>By <code>parasample evaluate ${run.id}</code>, with ${assessment.samples} weight samples; intervals of 95 % ${drawn}. <code>ood</code> is how well its doubt tells other data from the test items.</p>
${table(['Score', 'Value', '95 % interval', 'What it is'], rows)}</section>`,
  ];
}

function trainingSection({ run, curves }: ReportFacts): Html {
  const seconds = tookSeconds(run);
  const { training, inference, data, model, seed } = run.experiment;
  const rows = [
    ['Data', isKnown(data) ? data.dataset : `own data (${data.dataset})`],
    ['Network', model.kind],
    ['Method', inference.method],
    ['Weight samples a step', training.samples],
    ['Items a step', training.batchSize],
    ['Seed', seed],
    ...(seconds === undefined ? [] : [['Took, s', seconds]]),
  ];
  return html`<section><h2>Training</h2>${table(['', ''], rows)}<div class="pictures">${curves.flatMap(curvePicture)}</div></section>`;
}

function curvePicture({ name, curve }: ReportFacts['curves'][number]): readonly Html[] {
  const known = curve.y.filter(Number.isFinite);
  if (known.length < 2) return [];
  const { label, unit } = meaningOf(name);
  // A few first steps of an untrained network would leave the rest flat.
  const sorted = [...known].sort((a, b) => a - b);
  const high = sorted[Math.floor(0.98 * (sorted.length - 1))];
  const across = { title: 'Step', low: 0, high: Math.max(...curve.x) };
  const picture = new Picture(label, across, { title: unit, low: sorted[0], high });
  return [
    picture
      .line(curve.x.map((x, at) => [x, curve.y[at]] as const))
      .figure(
        `${curve.total} measured; the largest 2 % lie above the picture. Last ${shortNumber(known[known.length - 1])}.`,
      ),
  ];
}

function settingsSection({ experiment, id }: RunSummary): Html {
  return html`<section><h2>Settings</h2><p>As a file that <code>parasample run</code> takes; run ${id}.</p><pre>${stringify(experiment).trimEnd()}</pre></section>`;
}
