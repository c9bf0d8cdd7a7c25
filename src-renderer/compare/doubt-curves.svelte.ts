import { coverageCurve } from '../../src-shared/assessment/coverage-curve';
import type { EvaluationReport } from '../../src-shared/assessment/evaluation-report';
import type { PredictionReport } from '../../src-shared/assessment/prediction-report';
import type { SegmentationReport } from '../../src-shared/assessment/segmentation-report';
import { namesPixels } from '../../src-shared/experiment/data';
import type { RunSummary } from '../../src-shared/runs/runs';
import type { Link } from '../link/link.svelte';
import { namesClasses } from '../runs/describe';

/** What is predicted; runs of one kind are laid over each other. */
export function predictedKind({ experiment }: RunSummary): 'pixels' | 'classes' | 'values' {
  if (namesPixels(experiment.data)) return 'pixels';
  return namesClasses(experiment) ? 'classes' : 'values';
}

type Report = EvaluationReport | PredictionReport | SegmentationReport;

export type Place = readonly [x: number, y: number];

/** What a run's reports say of its doubt, as curves of shares from 0 to 1 against what they are held to. */
export interface DoubtCurves {
  readonly runId: string;
  /** Accuracy by confidence, or values inside by what intervals promise. */
  readonly calibration: readonly Place[];
  /** Risk by the share of the items that is answered: the share that is wrong, or the RMSE. */
  readonly refusing: readonly Place[];
}

/** Reads reports of runs once each, and keeps what can be drawn of them. */
export class ReadDoubt {
  readonly #link: Link;
  #read: Readonly<Record<string, DoubtCurves | 'none'>> = $state.raw({});
  readonly #asked = new Set<string>();

  constructor(link: Link) {
    this.#link = link;
  }

  of(runs: readonly RunSummary[]): readonly DoubtCurves[] {
    return runs.flatMap(({ id }) => {
      const read = this.#read[id];
      return read === undefined || read === 'none' ? [] : [read];
    });
  }

  /** A run without a report has no curves, which is no trouble. */
  async ask(runs: readonly RunSummary[]): Promise<void> {
    const fresh = runs.filter(({ id }) => !this.#asked.has(id));
    for (const { id } of fresh) this.#asked.add(id);
    await Promise.all(
      fresh.map(async (run) => {
        const report = await this.#reportOf(run).catch(() => undefined);
        this.#read = { ...this.#read, [run.id]: (report && curvesOf(run.id, report)) ?? 'none' };
      }),
    );
  }

  #reportOf(run: RunSummary): Promise<Report> {
    const { api } = this.#link;
    switch (predictedKind(run)) {
      case 'pixels':
        return api.segmentation(run.id);
      case 'classes':
        return api.evaluation(run.id);
      case 'values':
        return api.predictions(run.id);
    }
  }
}

function curvesOf(runId: string, report: Report): DoubtCurves | undefined {
  if (!report.refusing) return undefined;
  return {
    runId,
    calibration: 'reliability' in report ? reliabilityOf(report) : coverageOf(report),
    refusing: report.refusing.map(({ coverage, risk }) => [coverage, risk] as const),
  };
}

function reliabilityOf({ reliability }: Pick<EvaluationReport, 'reliability'>): readonly Place[] {
  return reliability.flatMap(({ confidence, accuracy }) =>
    confidence === null || accuracy === null ? [] : [[confidence, accuracy] as const],
  );
}

function coverageOf({ pit = [] }: PredictionReport): readonly Place[] {
  return coverageCurve(pit).map(({ promised, found }) => [promised, found] as const);
}
