import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { z } from 'zod';
import { assessmentSchema } from '../../src-shared/assessment/assessment';
import { calibrationSchema } from '../../src-shared/assessment/calibration';
import { evaluationReportSchema } from '../../src-shared/assessment/evaluation-report';
import { predictionReportSchema } from '../../src-shared/assessment/prediction-report';
import { segmentationReportSchema } from '../../src-shared/assessment/segmentation-report';
import { targetReportsSchema } from '../../src-shared/assessment/target-reports';
import { seriesOptionsSchema } from '../../src-shared/data/series';
import type { RunSummary } from '../../src-shared/runs/runs';
import { streamAtOnce } from '../export/stream-at-once';
import { ownFilesOf, refuseOverInput } from '../refuse-over-input';
import { refusedWriting } from '../refused-writing';
import type { CurveReader } from '../store/curves/curve-reader';
import type { WrittenFiles } from '../written-files';
import { type ReportFacts, runReport } from './run-report';

export interface ReportRequest {
  readonly run: RunSummary;
  readonly runFolder: string;
  readonly curves: CurveReader;
  readonly file: string;
  readonly signal?: AbortSignal;
}

const drawn = ['train.loss', 'validation.nll'] as const;
const pointsOfCurve = 400;

/**
 * Writes the report of a run as one HTML file, and returns its path.
 * @throws BadInputError for what must not be replaced, BadInputError or FailedError where it cannot be written
 */
export async function writeReport(request: ReportRequest, written: WrittenFiles): Promise<string> {
  const { run, signal } = request;
  const file = resolve(request.file);
  refuseOverInput([file], ownFilesOf(run.experiment.data));
  const page = runReport(await factsOf(request));
  signal?.throwIfAborted();
  return writePage(file, page, run.id, written);
}

/**
 * Writes a report's page, and returns its path.
 * @param of whose report it is
 * @throws BadInputError for what must not be replaced, BadInputError or FailedError where it cannot be written
 */
export async function writePage(
  file: string,
  page: string,
  of: string,
  written: WrittenFiles,
): Promise<string> {
  written.refuseForeign([file]);
  try {
    await streamAtOnce(file, [page]);
  } catch (error) {
    throw refusedWriting(error, `The report of ${of}`, dirname(file));
  }
  written.note([file]);
  return file;
}

async function factsOf({ run, runFolder, curves }: ReportRequest): Promise<ReportFacts> {
  const read = <Schema extends z.ZodType>(name: string, schema: Schema) =>
    keptIn(join(runFolder, name), schema);
  const options = seriesOptionsSchema.parse({ points: pointsOfCurve, keep: 'means' });
  const found = await curves.curvesOfRun(run.id, drawn, options);
  const [evaluation, segmentation, predictions, several, assessment, calibration] = await Promise.all([
    read('evaluation.json', evaluationReportSchema),
    read('segmentation.json', segmentationReportSchema),
    read('predictions.json', predictionReportSchema),
    read('targets.json', targetReportsSchema),
    read('assessment.json', assessmentSchema),
    read('calibration.json', calibrationSchema),
  ]);
  return {
    run,
    curves: found.map((curve, place) => ({ name: drawn[place], curve })),
    report: evaluation ?? segmentation ?? predictions,
    targets: several?.targets ?? [],
    assessment,
    calibration,
  };
}

/** What was not found out, or cannot be read, is left out of the report. */
async function keptIn<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
