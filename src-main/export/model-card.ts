import { stringify } from 'yaml';
import { version } from '../../package.json';
import { diagnosis } from '../../src-shared/assessment/diagnosis';
import type { EvaluationReport } from '../../src-shared/assessment/evaluation-report';
import { type DataSettings, isKnown, itemCounts, mayBeFolder } from '../../src-shared/experiment/data';
import type { Tensor } from '../../src-shared/formats/safetensors';
import { isInTargetUnit, meaningOf } from '../../src-shared/metrics';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { tookSeconds } from '../../src-shared/runs/run-time';
import type { RunSummary } from '../../src-shared/runs/runs';
import { describeTrainedOn } from '../datasets/catalogue';

export interface CardFacts {
  readonly run: RunSummary;
  readonly metadata: PosteriorMetadata;
  readonly tensors: readonly Tensor[];
  /** Of a classification that has been scored. */
  readonly evaluation: EvaluationReport | undefined;
}

/** A model card (Mitchell et al., arXiv 1810.03993) in Markdown: what a trained network is, and how well it does. */
export function modelCard(facts: CardFacts): string {
  const { run, metadata } = facts;
  const sections = [
    `# ${run.experiment.name}\n\nA Bayesian neural network, trained with Parasample ${version} as run \`${run.id}\`.`,
    section('Network', networkLines(facts)),
    section('Data', dataLines(facts)),
    section('Training', trainingLines(facts)),
    scoresSection(run, metadata),
    calibrationSection(facts.evaluation),
    section('Software and devices', softwareLines(run)),
    `## Configuration\n\nThe experiment as it was run; \`parasample run\` takes it as a file.\n\n\`\`\`yaml\n${stringify(run.experiment).trimEnd()}\n\`\`\``,
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return [`## ${title}`, '', ...lines.map((line) => `- ${line}`)].join('\n');
}

function networkLines({ run: { experiment }, tensors }: CardFacts): string[] {
  const { model, inference } = experiment;
  const numbers = tensors.reduce((sum, { data }) => sum + data.length, 0);
  const means = new Set(tensors.map(({ name }) => name));
  const spread = tensors.filter(
    ({ name }) => name.endsWith('.log_std') && means.has(name.replace(/log_std$/, 'mean')),
  );
  const bayesian = spread.reduce((sum, { data }) => sum + data.length, 0);
  const { kind, ...settings } = model;
  return [
    `Kind: ${kind} (${Object.entries(settings)
      .map(([name, value]) => `${name} ${value}`)
      .join('; ')})`,
    `Trained numbers: ${numbers}${bayesian > 0 ? `; weights with a distribution: ${bayesian}` : ''}`,
    `Inference: ${inference.method}, objective ${inference.objective}, prior ${inference.prior.kind}, heat ${inference.heat}`,
    ...(inference.bayesianLayers.length > 0
      ? [`Layers with a distribution: ${inference.bayesianLayers.join(', ')}`]
      : []),
    ...(inference.pointEstimateLayers.length > 0
      ? [`Point estimates: ${inference.pointEstimateLayers.join(', ')}`]
      : []),
  ];
}

function dataLines({ run: { experiment }, metadata: { task, normalisation } }: CardFacts): string[] {
  const { data } = experiment;
  const known = describeTrainedOn(data, task);
  const counts = known && itemCounts(data);
  const names = normalisation.names?.join(', ') ?? 'each channel of pixels from 0 to 1';
  return [
    known ? `${known.title}: ${known.about}` : ownText(data),
    ...(known ? [`Licence: ${known.licence}`] : []),
    ...(counts
      ? [`Items: ${counts.train} to train on, ${counts.validation} to validate, ${counts.test} to test`]
      : []),
    `One input: ${task.inputShape.join(' x ')}`,
    `Standardised: ${names}; mean ${normalisation.mean.map(short).join(', ')}; standard deviation ${normalisation.std.map(short).join(', ')}`,
    ...(task.kind === 'heads'
      ? task.heads.map((head) => `${head.name}: ${predictedLine(head.task)}`)
      : [predictedLine(task)]),
  ];
}

function predictedLine(task: Exclude<PosteriorMetadata['task'], { readonly kind: 'heads' }>): string {
  return task.kind !== 'regression'
    ? `Classes${task.kind === 'segmentation' ? ` of ${task.targetShape.join(' x ')} pixels` : ''}: ${task.classNames.join(', ')}`
    : `Predicts: ${task.targetNames.join(', ')}${task.targetUnit === undefined ? '' : ` in ${task.targetUnit}`} (${numbersOf(task.targetShape)} an item)`;
}

function ownText(data: DataSettings): string {
  if (isKnown(data)) return `Files of the person's own, in the form of ${data.dataset}.`;
  return `${mayBeFolder(data) ? 'Files' : 'A file'} of the person's own (${data.dataset}).`;
}

/** How many numbers of this shape, as a person says it. */
function numbersOf(shape: readonly number[]): string {
  return shape.every((size) => size === 1) ? 'one number' : `${shape.join(' x ')} numbers`;
}

function trainingLines({ run, metadata }: CardFacts): string[] {
  const { training, seed } = run.experiment;
  const { kind, learningRate } = training.optimizer;
  const seconds = tookSeconds(run);
  const took = seconds === undefined ? [] : [`Took: ${seconds.toFixed(1)} s`];
  return [
    `Steps: ${metadata.step}; weight samples a step: ${training.samples}; items a step: ${training.batchSize}`,
    `Optimiser: ${kind}, learning rate ${learningRate}; schedule ${training.schedule.kind}; seed ${seed}`,
    `Created: ${new Date(run.created).toISOString()}; ended ${run.status}`,
    ...took,
  ];
}

function scoresSection({ metrics, experiment }: RunSummary, { task }: PosteriorMetadata): string {
  const targetUnit = task.kind === 'regression' ? task.targetUnit : undefined;
  const rows = Object.entries(metrics).filter(([name]) => name.startsWith('test.'));
  if (rows.length === 0) return '';
  const lines = rows.map(([name, value]) => {
    const { label } = meaningOf(name);
    const unit = (isInTargetUnit(name) && targetUnit) || meaningOf(name).unit;
    return `| ${label} | ${short(value)} | ${unit} |`;
  });
  return [
    '## Scores',
    '',
    'On the test split, which nothing was trained on.',
    '',
    '| score | value | unit |',
    '|---|---|---|',
    ...lines,
    ...diagnosis(metrics, experiment).flatMap((note) => ['', note]),
  ].join('\n');
}

function calibrationSection(evaluation: EvaluationReport | undefined): string {
  if (!evaluation) return '';
  const bins = evaluation.reliability.flatMap(({ low, high, items, confidence, accuracy }) =>
    items === 0
      ? []
      : [`| ${short(low)} to ${short(high)} | ${items} | ${short(confidence)} | ${short(accuracy)} |`],
  );
  return [
    '## Calibration',
    '',
    `Test items by the confidence of the prediction, pooled over ${evaluation.samples} weight samples: where the last two columns agree, the confidence can be taken at its word.`,
    '',
    '| confidence | items | mean confidence | share of right answers |',
    '|---|---|---|---|',
    ...bins,
  ].join('\n');
}

function softwareLines({ engine, codeVersion, experiment: { parallel } }: RunSummary): string[] {
  return [
    `Engine: ${engine}`,
    `Code: Parasample ${codeVersion ?? 'of an early version'}`,
    `Devices: ${parallel.devices.join(', ')} (mode ${parallel.mode})`,
  ];
}

/** Four digits, as scores are read. */
function short(value: number | null): string {
  if (value === null) return '';
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
