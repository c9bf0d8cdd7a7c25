import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { evaluationReportSchema } from '../../src-shared/assessment/evaluation-report';
import { predictionReportSchema } from '../../src-shared/assessment/prediction-report';
import { segmentationReportSchema } from '../../src-shared/assessment/segmentation-report';
import { targetReportsSchema } from '../../src-shared/assessment/target-reports';
import { seriesOptionsSchema } from '../../src-shared/data/series';
import { BadInputError, FailedError } from '../../src-shared/errors';
import type { Api } from '../../src-shared/protocol/api';
import { leastSureSchema } from '../../src-shared/protocol/worker-protocol';
import { summarisePosterior } from '../export/posterior-summary';
import { refusedFormats } from '../export/refused-formats';
import type { RunSupervisor } from '../runs/run-supervisor';
import type { Store } from '../store/store';

type InsightApi = Pick<
  Api,
  | 'series'
  | 'runSeries'
  | 'seriesNames'
  | 'logs'
  | 'runResults'
  | 'leastSure'
  | 'evaluation'
  | 'segmentation'
  | 'predictions'
  | 'targetReports'
  | 'posteriorSummary'
>;

/** What runs have measured, said and learnt. */
export function insightMethods(store: Store, supervisor: RunSupervisor): InsightApi {
  return {
    seriesNames: async (runId) => {
      supervisor.summary(runId);
      return store.curves.names(runId);
    },
    series: (runIds, metric, options) =>
      store.curves.curves(runIds, metric, seriesOptionsSchema.parse(options)),
    runSeries: async (runId, metrics, options) =>
      store.curves.curvesOfRun(runId, metrics, seriesOptionsSchema.parse(options)),
    logs: async (runId, after, filter) => store.reader.logs(runId, after, filter),
    runResults: async (runId) => {
      const run = supervisor.summary(runId);
      const has = (name: string) => existsSync(join(supervisor.runFolder(run.id), name));
      return {
        posterior: has('posterior.safetensors'),
        evaluation: has('evaluation.json'),
        leastSure: has('least-sure.json'),
        calibration: has('calibration.json'),
        assessment: has('assessment.json'),
        segmentation: has('segmentation.json'),
        predictions: has('predictions.json'),
        targets: has('targets.json'),
        refusedFormats: refusedFormats(run),
      };
    },
    leastSure: (runId) =>
      readResult(
        supervisor,
        runId,
        'least-sure.json',
        leastSureSchema,
        'list of the items it is least sure of',
      ),
    evaluation: (runId) =>
      readResult(supervisor, runId, 'evaluation.json', evaluationReportSchema, 'report of its evaluation'),
    segmentation: (runId) =>
      readResult(
        supervisor,
        runId,
        'segmentation.json',
        segmentationReportSchema,
        'report of its class maps',
      ),
    predictions: (runId) =>
      readResult(supervisor, runId, 'predictions.json', predictionReportSchema, 'predictions of values'),
    targetReports: (runId) =>
      readResult(supervisor, runId, 'targets.json', targetReportsSchema, 'report of each target'),
    posteriorSummary: async (runId) => {
      const { experiment } = supervisor.summary(runId);
      return summarisePosterior(supervisor.runFolder(runId), runId, experiment);
    },
  };
}

/** A JSON file of the run's folder. Throws BadInputError where it is not written yet, FailedError where it is damaged. */
async function readResult<Schema extends z.ZodType>(
  supervisor: RunSupervisor,
  runId: string,
  name: string,
  schema: Schema,
  what: string,
): Promise<z.output<Schema>> {
  const { status } = supervisor.summary(runId);
  const file = join(supervisor.runFolder(runId), name);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new BadInputError(`Run ${runId} (${status}) has no ${what}; a run writes it when it finishes.`);
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new FailedError(`The file ${file} is damaged; run the experiment again to have it written anew.`);
  }
}
