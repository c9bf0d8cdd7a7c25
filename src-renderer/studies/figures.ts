import type { StudyReport } from '../../src-shared/study/study-report';
import type { Spread, StudyCell, StudyResults } from '../../src-shared/study/study-results';
import type { Line } from '../charts/line/chart';
import { colourCount, lookCount } from '../charts/palette';
import { labelOf as settingLabel } from '../settings/fields';
import { valueInFormWords } from '../settings/form-words';
import { formatCount } from '../ui/numbers';

/** One picture of a study: values over the number of devices, a line for each way of sharing the work. */
export interface StudyFigure {
  readonly title: string;
  readonly unit: string;
  /** How values are written: see `formatMetric`. */
  readonly metric: string;
  readonly lines: readonly Line[];
}

interface Measured {
  readonly cell: StudyCell;
  readonly value: number;
  /** Over seeds, where the value is their mean. */
  readonly spread?: Spread;
  /** What perfect scaling would give. */
  readonly ideal?: number;
}

type MeasuredCells = Pick<StudyResults, 'scaling' | 'memory' | 'target'>;

/** All that a study has cells of, and the names of its lines. */
interface Study {
  readonly all: readonly StudyCell[];
  readonly labels: readonly string[];
}

/** Past every colour: dashed, so that an ideal line is told from a measured one. */
const idealLook = 15;
const idealLabel = 'ideal';

/** The figures that a study's results make over several numbers of devices; those without values are left out. */
export function figuresOf({ scaling, memory, target }: MeasuredCells): readonly StudyFigure[] {
  const times = scaling.map(({ cell, stepMs, idealStepMs }) => ({
    cell,
    value: stepMs.mean,
    spread: stepMs,
    ideal: idealStepMs,
  }));
  const speedups = scaling.map(({ cell, speedup, idealSpeedup }) => ({
    cell,
    value: speedup,
    ideal: idealSpeedup,
  }));
  const efficiencies = scaling.map(({ cell, efficiency }) => ({ cell, value: efficiency, ideal: 1 }));
  const memories = memory.map(({ cell, memoryMB }) => ({ cell, value: memoryMB.mean, spread: memoryMB }));
  const epochs = target.flatMap(({ cell, epochs: met }) =>
    met ? [{ cell, value: met.mean, spread: met }] : [],
  );
  const study = linesOfStudy({ scaling, memory, target });
  const linesOf = (measured: readonly Measured[]) => linesAmong(measured, study);
  return [
    { title: 'Time of a step', unit: 'ms', metric: 'stepMs', lines: linesOf(times) },
    { title: 'Speedup', unit: '×', metric: 'speedup', lines: linesOf(speedups) },
    { title: 'Efficiency (1 is perfect)', unit: '', metric: 'efficiency', lines: linesOf(efficiencies) },
    { title: 'Highest memory of a worker', unit: 'MB', metric: 'memoryMB', lines: linesOf(memories) },
    { title: 'Epochs to the target', unit: 'epochs', metric: 'epochs', lines: linesOf(epochs) },
  ].filter(({ lines }) => lines.some(({ points }) => new Set(points.map(({ x }) => x)).size > 1));
}

/** A way of sharing has one colour in all figures, whichever of them it is missing in. */
function linesOfStudy({ scaling, memory, target }: MeasuredCells): Study {
  const all = [...scaling, ...memory, ...target].map(({ cell }) => cell);
  return { all, labels: [...new Set(all.map((cell) => labelOf(cell, all)))] };
}

/** The look of each of a study's runs where they are compared: the colour of its line in the figures, dashed by the number of devices. */
export function studyLooks({
  results,
  runs,
}: Pick<StudyReport, 'results' | 'runs'>): ReadonlyMap<string, number> {
  const { all, labels } = linesOfStudy(results);
  const counts = [...new Set(runs.map(({ cell }) => cell.devices))].sort((a, b) => a - b);
  return new Map(
    runs.flatMap(({ runId, cell }) => {
      const line = labels.indexOf(labelOf(cell, all));
      if (runId === undefined || line < 0) return [];
      return [[runId, (line + colourCount * counts.indexOf(cell.devices)) % lookCount] as const];
    }),
  );
}

/** A line for each way of sharing, and the ideal of the first one that has an ideal. */
function linesAmong(measured: readonly Measured[], { all, labels }: Study): readonly Line[] {
  const lines = labels.flatMap((label, look) => {
    const own = measured.filter(({ cell }) => labelOf(cell, all) === label);
    return own.length > 0 ? [lineOf(label, look, own, ({ value }) => value)] : [];
  });
  const first = lines[0]?.label;
  const withIdeal = measured.filter(({ cell, ideal }) => ideal !== undefined && labelOf(cell, all) === first);
  return withIdeal.length > 0
    ? [...lines, lineOf(idealLabel, idealLook, withIdeal, ({ ideal = Number.NaN }) => ideal)]
    : lines;
}

function lineOf(
  label: string,
  look: number,
  measured: readonly Measured[],
  pick: (one: Measured) => number,
): Line {
  const ordered = [...measured].sort((a, b) => a.cell.devices - b.cell.devices);
  const points = ordered.map((one) => ({ x: one.cell.devices, y: pick(one) }));
  const bands = ordered.flatMap(({ cell, spread }) => (spread ? [bandPoint(cell.devices, spread)] : []));
  return {
    key: label,
    label,
    look,
    points,
    ...(bands.some(({ low, high }) => high > low) && label !== idealLabel ? { spread: bands } : {}),
    within: points.length,
    withoutPlace: 0,
    notFinite: 0,
    last: points.at(-1)?.y,
  };
}

/** Mean and one standard deviation (n - 1) to both sides; of one seed its own value. */
function bandPoint(x: number, { mean, std = 0 }: Spread) {
  return { x, mean, low: mean - std, high: mean + std };
}

/** What tells the lines of a figure apart: the mode, and whatever else the study varies apart from devices. */
function labelOf(cell: StudyCell, all: readonly StudyCell[]): string {
  const varies = (pick: (one: StudyCell) => unknown) => new Set(all.map(pick)).size > 1;
  const perDevice = ({ samples, devices }: StudyCell) => samples / devices;
  const samplesVary = varies(({ samples }) => samples) && varies(perDevice);
  const parts = [
    ...Object.entries(cell.varied).map(([path, text]) => variedText(path, text)),
    varies(({ mode }) => mode) ? modeText(cell) : '',
    samplesVary ? formatCount(cell.samples, 'sample') : '',
    varies(({ batchSize }) => batchSize) ? formatCount(cell.batchSize, 'item') : '',
    varies(({ views }) => views) ? formatCount(cell.views, 'view') : '',
  ];
  return parts.filter((part) => part !== '').join(', ') || modeText(cell);
}

function modeText({ mode }: StudyCell): string {
  return valueInFormWords('parallel.mode', mode);
}

/** A variant has a name; of a setting a bare number says nothing. */
function variedText(path: string, text: string): string {
  const value = valueInFormWords(path, text);
  return path.includes('.') ? `${settingLabel(path).toLowerCase()} ${value}` : value;
}
