import { foreignCores } from '../devices/foreign-load';
import { targetUnitOf } from '../experiment/data';
import type { Experiment } from '../experiment/experiment';
import { testsText } from '../experiment/same-settings';
import { meaningOf } from '../metrics';
import { type RunTimes, tookSeconds } from '../runs/run-time';
import { type PairedDifferences, type PairedRun, pairedDifferences } from './paired-differences';
import { measuresTime, type StudyKind, type StudyTarget } from './study';

/** What a study's finished runs say together: times over devices, memory, epochs to a target, scores. */

/** What a metric point must have to be measured by. */
export interface MeasuredPoint {
  readonly name: string;
  readonly step: number;
  readonly epoch: number;
  readonly value: number;
}

/** What one finished run tells a study. */
export interface RunMeasures extends PairedRun {
  readonly cell: StudyCell;
  /** Median over the steps after the warm-up, of the slowest worker; undefined where the run was too short. */
  readonly stepMs: number | undefined;
  /** How many cores other programs kept busy meanwhile; undefined where the run did not tell. */
  readonly foreignCores: number | undefined;
  /** Highest resident memory of a worker's process, of the largest worker, in MB (10^6 bytes). */
  readonly memoryMB: number | undefined;
  /** First epoch after which the target was met; undefined for a run that never met it, or without a target. */
  readonly epochsToTarget: number | undefined;
  /** Best value of the target's metric. */
  readonly best: number | undefined;
  /** For how long it was going, from its start to its end; undefined where that is not known. */
  readonly seconds: number | undefined;
  /** The unit of what it predicts; undefined where its settings do not tell. */
  readonly targetUnit?: string | undefined;
}

/** The settings that runs of one row share; they differ in their seeds. */
export interface StudyCell {
  readonly mode: Experiment['parallel']['mode'];
  readonly devices: number;
  readonly samples: number;
  readonly batchSize: number;
  /** Random views of each picture; 0 for pictures as they are. */
  readonly views: number;
  /** Settings and variants that have no axis with a name of its own, as texts. */
  readonly varied: Readonly<Record<string, string>>;
}

/** Several seeds' values as one. */
export interface Spread {
  readonly mean: number;
  /** Sample standard deviation (divided by count - 1); undefined for one value. */
  readonly std: number | undefined;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

export interface ScalingRow {
  readonly cell: StudyCell;
  readonly stepMs: Spread;
  /** What perfect scaling from the fewest devices would take. */
  readonly idealStepMs: number;
  /** Work per time, relative to the fewest devices; work is samples x items. */
  readonly speedup: number;
  /** How many times as many devices as the fewest. */
  readonly idealSpeedup: number;
  /** `speedup / idealSpeedup`: 1 is perfect. */
  readonly efficiency: number;
}

export interface MemoryRow {
  readonly cell: StudyCell;
  readonly memoryMB: Spread;
}

export interface TargetRow {
  readonly cell: StudyCell;
  readonly runs: number;
  /** Runs that met the target. */
  readonly reached: number;
  /** Over the runs that met it alone: with `reached` below `runs` it flatters. */
  readonly epochs: Spread | undefined;
  /** Best value of the target's metric, over all runs. */
  readonly best: Spread | undefined;
}

export interface ScoreRow {
  readonly cell: StudyCell;
  readonly runs: number;
  readonly scores: Readonly<Record<string, Spread>>;
  readonly seconds: Spread | undefined;
}

/** A row of scores less the first one, seed by seed. */
export interface DifferenceRow extends PairedDifferences {
  readonly cell: StudyCell;
}

export interface StudyResults {
  readonly scaling: readonly ScalingRow[];
  readonly memory: readonly MemoryRow[];
  readonly target: readonly TargetRow[];
  readonly scores: readonly ScoreRow[];
  /** Of the rows that have pairs with the first; none where no row has two. */
  readonly differences: readonly DifferenceRow[];
  /** The unit of what all runs predict; undefined where it is not known, or not the same. */
  readonly targetUnit?: string | undefined;
}

/** How a study measures its runs. */
export interface Measuring {
  /** Steps at a run's start whose times are left out. */
  readonly warmupSteps: number;
  readonly target?: StudyTarget | undefined;
}

/** @param varied see `StudyCell` */
export function cellOf({ training, parallel }: Experiment, varied: StudyCell['varied']): StudyCell {
  return {
    mode: parallel.mode,
    devices: parallel.devices.length,
    samples: training.samples,
    batchSize: training.batchSize,
    views: training.views,
    varied,
  };
}

/** A finished run as it is stored. */
export interface MeasuredRun extends RunTimes {
  readonly experiment: Experiment;
  /** Last values by name. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** Reads off a finished run what a study needs; `points` in the order of the steps. */
export function measureRun(
  { experiment, metrics: scores, ...times }: MeasuredRun,
  points: readonly MeasuredPoint[],
  varied: StudyCell['varied'],
  { warmupSteps, target }: Measuring,
): RunMeasures {
  const ranks = experiment.parallel.devices.map((_, rank) => rank);
  const named = (name: string) => points.filter((point) => point.name === name);
  const followed = target ? named(target.metric) : [];
  return {
    cell: cellOf(experiment, varied),
    seed: experiment.seed,
    tests: testsText(experiment.data),
    stepMs: highest(ranks.map((rank) => medianStep(named(`worker.${rank}.stepMs`), warmupSteps))),
    foreignCores: foreignCores(points, ranks.length, warmupSteps),
    memoryMB: highest(ranks.flatMap((rank) => named(`worker.${rank}.memoryMB`).map(({ value }) => value))),
    epochsToTarget: target && followed.find(({ value }) => isMet(target, value))?.epoch,
    best: target && bestOf(target, followed),
    scores,
    seconds: tookSeconds(times),
    targetUnit: targetUnitOf(experiment.data),
  };
}

/** The tables of a study of this kind, out of what its finished runs told. */
export function studyResults(kind: StudyKind, runs: readonly RunMeasures[]): StudyResults {
  const rows = runsByCell(runs);
  return {
    scaling: measuresTime(kind) ? scalingRows(kind, rows) : [],
    memory: rows.flatMap(({ cell, runs: same }) => {
      const memoryMB = spreadOf(same.map((run) => run.memoryMB));
      return memoryMB ? [{ cell, memoryMB }] : [];
    }),
    target: kind === 'epochs-to-target' ? rows.map(targetRow) : [],
    scores: rows.map(scoreRow),
    differences: kind === 'grid' ? differenceRows(rows) : [],
    targetUnit: sameUnit(runs),
  };
}

function sameUnit([first, ...others]: readonly RunMeasures[]): string | undefined {
  return others.every(({ targetUnit }) => targetUnit === first?.targetUnit) ? first?.targetUnit : undefined;
}

/** Undefined where there are none. */
export function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean and spread of the values that are there; undefined where none is. */
export function spreadOf(values: readonly (number | undefined)[]): Spread | undefined {
  const known = values.filter((value) => value !== undefined);
  const count = known.length;
  const mean = meanOf(known);
  if (mean === undefined) return undefined;
  let squares = 0;
  let min = Infinity;
  let max = -Infinity;
  // Not by Math.min(...known): so many arguments of a function have a limit.
  for (const value of known) {
    squares += (value - mean) ** 2;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const std = count > 1 ? Math.sqrt(squares / (count - 1)) : undefined;
  return { mean, std, min, max, count };
}

interface CellRuns {
  readonly cell: StudyCell;
  readonly runs: readonly RunMeasures[];
}

/** The same for runs of one row. */
export function cellKey({ mode, devices, samples, batchSize, views, varied }: StudyCell): string {
  return [mode, devices, samples, batchSize, views, JSON.stringify(varied)].join();
}

function runsByCell(runs: readonly RunMeasures[]): CellRuns[] {
  const rows = new Map<string, RunMeasures[]>();
  for (const run of runs) {
    const key = cellKey(run.cell);
    rows.set(key, [...(rows.get(key) ?? []), run]);
  }
  return [...rows.values()].flatMap((same) => (same[0] ? [{ cell: same[0].cell, runs: same }] : []));
}

interface TimedCell {
  readonly cell: StudyCell;
  readonly stepMs: Spread;
}

/** One line over the devices for each mode and amount of work; the run on one device begins every mode's. */
function scalingRows(kind: StudyKind, rows: readonly CellRuns[]): ScalingRow[] {
  const timed = rows.flatMap(({ cell, runs }) => {
    const stepMs = spreadOf(runs.map((run) => run.stepMs));
    return stepMs ? [{ cell, stepMs }] : [];
  });
  const parallel = new Set(timed.map(({ cell }) => cell.mode).filter((mode) => mode !== 'local'));
  const modes: readonly StudyCell['mode'][] = parallel.size > 0 ? [...parallel] : ['local'];
  return modes.flatMap((mode) => {
    const ofMode = timed
      .filter(({ cell }) => cell.mode === mode || cell.mode === 'local')
      .map(({ cell, stepMs }) => ({ cell: { ...cell, mode }, stepMs }));
    return linesOf(kind, ofMode).flatMap(lineRows);
  });
}

/** Weak scaling holds the samples of each device together, strong scaling those of all. */
function linesOf(kind: StudyKind, cells: readonly TimedCell[]): TimedCell[][] {
  const lines = new Map<string, TimedCell[]>();
  for (const one of cells) {
    const { samples, devices, batchSize, views, varied } = one.cell;
    const work = kind === 'weak-scaling' ? samples / devices : samples;
    const key = [work, batchSize, views, JSON.stringify(varied)].join();
    lines.set(key, [...(lines.get(key) ?? []), one]);
  }
  return [...lines.values()];
}

function lineRows(line: readonly TimedCell[]): ScalingRow[] {
  const byDevices = [...line].sort((a, b) => a.cell.devices - b.cell.devices);
  const [first] = byDevices;
  if (!first) return [];
  return byDevices.map(({ cell, stepMs }) => {
    const idealSpeedup = cell.devices / first.cell.devices;
    const work = cell.samples / first.cell.samples;
    const speedup = (work * first.stepMs.mean) / stepMs.mean;
    const idealStepMs = (work * first.stepMs.mean) / idealSpeedup;
    return { cell, stepMs, idealStepMs, speedup, idealSpeedup, efficiency: speedup / idealSpeedup };
  });
}

function targetRow({ cell, runs }: CellRuns): TargetRow {
  const epochs = runs.map((run) => run.epochsToTarget);
  return {
    cell,
    runs: runs.length,
    reached: epochs.filter((epoch) => epoch !== undefined).length,
    epochs: spreadOf(epochs),
    best: spreadOf(runs.map((run) => run.best)),
  };
}

function differenceRows([first, ...others]: readonly CellRuns[]): readonly DifferenceRow[] {
  if (!first) return [];
  const rows = others.map(({ cell, runs }) => ({ cell, ...pairedDifferences(runs, first.runs) }));
  return rows.some(({ pairs }) => pairs > 1) ? rows.filter(({ pairs }) => pairs > 0) : [];
}

function scoreRow({ cell, runs }: CellRuns): ScoreRow {
  const names = [...new Set(runs.flatMap(({ scores }) => Object.keys(scores)))].sort();
  const spreads = names.flatMap((name) => {
    const spread = spreadOf(runs.map(({ scores }) => scores[name]));
    return spread ? [[name, spread] as const] : [];
  });
  const seconds = spreadOf(runs.map((run) => run.seconds));
  return { cell, runs: runs.length, scores: Object.fromEntries(spreads), seconds };
}

/**
 * The median time of a step. Each point is the mean over the steps since the one before, and counts as often; points
 * that reach into the warm-up are left out.
 */
function medianStep(points: readonly MeasuredPoint[], warmupSteps: number): number | undefined {
  const weighted = points
    .map(({ step, value }, index) => ({ value, from: points[index - 1]?.step ?? 0, to: step }))
    .filter(({ from, to }) => from >= warmupSteps && to > from)
    .sort((a, b) => a.value - b.value);
  const half = weighted.reduce((sum, { from, to }) => sum + (to - from), 0) / 2;
  let passed = 0;
  return weighted.find(({ from, to }) => {
    passed += to - from;
    return passed >= half;
  })?.value;
}

function highest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

function isMet({ metric, value }: StudyTarget, measured: number): boolean {
  return meaningOf(metric).better === 'lower' ? measured <= value : measured >= value;
}

function bestOf({ metric }: StudyTarget, points: readonly MeasuredPoint[]): number | undefined {
  const values = points.map(({ value }) => value).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return undefined;
  return meaningOf(metric).better === 'lower' ? Math.min(...values) : Math.max(...values);
}
