import type { StudyCell, StudyResults } from '../../src-shared/study/study-results';
import type { Line } from '../charts/line/chart';

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
  /** What perfect scaling would give. */
  readonly ideal?: number;
}

/** All that a study has cells of, and the names of its lines. */
interface Study {
  readonly all: readonly StudyCell[];
  readonly labels: readonly string[];
}

/** Past every colour: dashed, so that an ideal line is told from a measured one. */
const idealLook = 15;

/** The figures that a study's results make; those without values are left out. */
export function figuresOf({ scaling, memory, target }: StudyResults): readonly StudyFigure[] {
  const times = scaling.map(({ cell, stepMs, idealStepMs }) => ({
    cell,
    value: stepMs.mean,
    ideal: idealStepMs,
  }));
  const speedups = scaling.map(({ cell, speedup, idealSpeedup }) => ({
    cell,
    value: speedup,
    ideal: idealSpeedup,
  }));
  const efficiencies = scaling.map(({ cell, efficiency }) => ({ cell, value: efficiency, ideal: 1 }));
  const memories = memory.map(({ cell, memoryMB }) => ({ cell, value: memoryMB.mean }));
  const epochs = target.flatMap(({ cell, epochs: met }) => (met ? [{ cell, value: met.mean }] : []));
  const all = [...scaling, ...memory, ...target].map(({ cell }) => cell);
  // A way of sharing has one colour in all figures, whichever of them it is missing in.
  const labels = [...new Set(all.map((cell) => labelOf(cell, all)))];
  const linesOf = (measured: readonly Measured[]) => linesAmong(measured, { all, labels });
  return [
    { title: 'Time of a step', unit: 'ms', metric: 'stepMs', lines: linesOf(times) },
    { title: 'Speedup', unit: '×', metric: 'speedup', lines: linesOf(speedups) },
    { title: 'Efficiency (1 is perfect)', unit: '', metric: 'efficiency', lines: linesOf(efficiencies) },
    { title: 'Highest memory of a worker', unit: 'MB', metric: 'memoryMB', lines: linesOf(memories) },
    { title: 'Epochs to the target', unit: 'epochs', metric: 'epochs', lines: linesOf(epochs) },
  ].filter(({ lines }) => lines.length > 0);
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
    ? [...lines, lineOf('ideal', idealLook, withIdeal, ({ ideal = Number.NaN }) => ideal)]
    : lines;
}

function lineOf(
  label: string,
  look: number,
  measured: readonly Measured[],
  pick: (one: Measured) => number,
): Line {
  const points = measured.map((one) => ({ x: one.cell.devices, y: pick(one) })).sort((a, b) => a.x - b.x);
  return {
    key: label,
    label,
    look,
    points,
    within: points.length,
    withoutPlace: 0,
    notFinite: 0,
    last: points.at(-1)?.y,
  };
}

/** What tells the lines of a figure apart: the mode, and whatever else the study varies apart from devices. */
function labelOf(cell: StudyCell, all: readonly StudyCell[]): string {
  const varies = (pick: (one: StudyCell) => unknown) => new Set(all.map(pick)).size > 1;
  const perDevice = ({ samples, devices }: StudyCell) => samples / devices;
  const samplesVary = varies(({ samples }) => samples) && varies(perDevice);
  const parts = [
    ...Object.values(cell.varied),
    cell.mode,
    samplesVary ? `${cell.samples} samples` : '',
    varies(({ batchSize }) => batchSize) ? `${cell.batchSize} items` : '',
    varies(({ views }) => views) ? `${cell.views} ${cell.views === 1 ? 'view' : 'views'}` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
