import type { Experiment } from '../experiment/experiment';
import { mostRunsAtOnce } from '../experiment/experiment-grid';
import type { Problem } from '../experiment/problem';
import { checkExperiment, describeProblems, shapeProblems } from '../experiment/problems';
import { meaningOf } from '../metrics';
import { nearest } from '../words/nearest';
import { formerName } from './file-words';
import { deviceLists, measuresTime, namedAxes, type Study, settingAxes, studySchema } from './study';
import { combinations, experimentOf, inFormWords, reasonToLeaveOut, variedOf } from './study-combinations';

/** One run of a study. */
export interface PlannedRun {
  /** The same for two experiments exactly when they differ in their names alone. */
  readonly key: string;
  readonly experiment: Experiment;
  /** What earlier versions called it. */
  readonly formerName: string;
  /** What the study gives it of settings and variants that have no axis with a name of its own, as texts. */
  readonly varied: Readonly<Record<string, string>>;
}

export interface StudyPlan {
  readonly study: Study;
  readonly runs: readonly PlannedRun[];
  /** What was left out of the grid, and why, as sentences. */
  readonly leftOut: readonly string[];
}

export type CheckedStudy =
  | { readonly ok: true; readonly plan: StudyPlan }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Checks a study from anywhere and lists its runs, in the order in which they should be run; starts nothing. */
export function planStudy(value: unknown): CheckedStudy {
  const parsed = studySchema.safeParse(value, { reportInput: true });
  if (!parsed.success) return { ok: false, problems: shapeProblems(studySchema, value, parsed.error.issues) };
  const study = parsed.data;
  const problems = studyProblems(study);
  return problems.length > 0 ? { ok: false, problems } : expand(study);
}

/** The settings of an experiment as one text that does not depend on its name or the order of its keys. */
export function settingsKey({ name: _name, ...settings }: Experiment): string {
  return JSON.stringify(settings, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function studyProblems(study: Study): Problem[] {
  return [
    ...axisProblems(study),
    ...sampleProblems(study),
    ...scalingProblems(study),
    ...targetProblems(study),
    ...sizeProblems(study),
  ];
}

function axisProblems({ grid }: Study): Problem[] {
  const unknown = settingAxes(grid).filter(([path]) => !path.includes('.'));
  return unknown.map(([path]) => ({
    path: `grid.${path}`,
    message: `There is no such setting.${axisMeant(path)}`,
  }));
}

function axisMeant(path: string): string {
  const names = Object.keys(namedAxes);
  const near = nearest(path, names);
  return near === undefined
    ? ` A grid varies ${names.join(', ')}, and settings by their dotted path, such as training.optimizer.learningRate.`
    : ` Did you mean grid.${near}?`;
}

function sampleProblems({ kind, grid }: Study): Problem[] {
  if (kind === 'weak-scaling' && !grid.samplesPerDevice)
    return [
      { path: 'grid.samplesPerDevice', message: 'Weak scaling needs it: samples grow with the devices.' },
    ];
  if (kind === 'strong-scaling' && grid.samplesPerDevice)
    return [
      { path: 'grid.samplesPerDevice', message: 'Strong scaling keeps the samples fixed; use grid.samples.' },
    ];
  if (grid.samples && grid.samplesPerDevice)
    return [{ path: 'grid.samples', message: 'Name either samples or samplesPerDevice, not both.' }];
  return [];
}

function scalingProblems(study: Study): Problem[] {
  if (!measuresTime(study.kind)) return [];
  const devices = deviceLists(study);
  const problems: Problem[] = [];
  if (new Set(devices.map(({ length }) => length)).size < 2)
    problems.push({
      path: 'grid.devices',
      message: 'Scaling needs at least two numbers of devices: [1, 2].',
    });
  const usesSlots = devices.flat().some((device) => device.startsWith('cpu:'));
  if (usesSlots && study.base.parallel.threadsPerDevice === undefined)
    problems.push({
      path: 'base.parallel.threadsPerDevice',
      message:
        'Scaling over CPU slots needs it, such as 1: without it one slot alone gets every core, and several share them.',
    });
  return problems;
}

function targetProblems({ kind, target }: Study): Problem[] {
  if (kind !== 'epochs-to-target')
    return target ? [{ path: 'target', message: `Belongs to kind epochs-to-target; ${kind} has none.` }] : [];
  if (!target)
    return [
      {
        path: 'target',
        message: 'Epochs to what? Name one: {"metric": "validation.accuracy", "value": 0.9}.',
      },
    ];
  const isFollowed = /^(validation|train)\./.test(target.metric);
  if (isFollowed && meaningOf(target.metric).better !== 'neither') return [];
  return [
    {
      path: 'target.metric',
      message: `${target.metric} is not measured after every epoch as better or worse; use validation.accuracy or validation.nll.`,
    },
  ];
}

function sizeProblems({ grid }: Study): Problem[] {
  const runs = Object.values(grid).reduce((product, values) => product * (values?.length ?? 1), 1);
  if (runs <= mostRunsAtOnce) return [];
  return [{ path: 'grid', message: `Makes ${runs} runs; a study has at most ${mostRunsAtOnce}.` }];
}

function expand(study: Study): CheckedStudy {
  const leftOut = new Set<string>();
  const problems = new Map<string, Problem>();
  const runs = new Map<string, PlannedRun>();
  for (const combination of combinations(study)) {
    const reason = reasonToLeaveOut(combination);
    if (reason) {
      leftOut.add(reason);
      continue;
    }
    const checked = checkExperiment(experimentOf(study, combination));
    if (checked.ok) {
      const key = settingsKey(checked.experiment);
      const { experiment } = checked;
      runs.set(key, {
        key,
        experiment,
        formerName: formerName(study.name, combination),
        varied: variedOf(combination),
      });
    } else {
      const message = describeProblems(checked.problems);
      // Of all runs that a setting of the base refuses, the first says so.
      if (!problems.has(message)) problems.set(message, { path: inFormWords(combination), message });
    }
  }
  if (problems.size > 0) return { ok: false, problems: [...problems.values()] };
  if (runs.size === 0) return { ok: false, problems: [{ path: 'grid', message: [...leftOut].join(' ') }] };
  return { ok: true, plan: { study, runs: [...runs.values()], leftOut: [...leftOut] } };
}
