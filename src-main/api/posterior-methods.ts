import { dirname, join, resolve } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { namesPixels } from '../../src-shared/experiment/data';
import type { Api } from '../../src-shared/protocol/api';
import { taskTitles } from '../../src-shared/tasks';
import { exportPosterior } from '../export/posterior';
import { makeFolder } from '../make-folder';
import { calibrateRun, readCalibration } from '../posterior/calibrate-run';
import { compareRuns, refuseOtherItems } from '../posterior/compare-runs';
import { mapsFolder, predictRun } from '../posterior/predict-run';
import { ownFilesOf, refuseOverInput } from '../refuse-over-input';
import { chooseEngine } from '../runs/engine-choice';
import { type PosteriorContext, runWithPosterior, withUnchangedData } from './posterior-in-use';

/** What is done with the posterior of a run that is over. */
export function posteriorMethods(
  context: PosteriorContext,
): Pick<Api, 'exportPosterior' | 'predict' | 'calibrate' | 'comparePosteriors' | 'calibration'> {
  const { home, cacheFolder, launcher, supervisor, tasks, written, store } = context;
  return {
    exportPosterior: async (runId, folder, format = 'safetensors', options = {}) => {
      const run = runWithPosterior(supervisor, runId, 'export');
      const outFolder = folder ?? join(home, 'exports', runId);
      const request = { run, runFolder: supervisor.runFolder(runId), outFolder, format, options };
      const workshop = { launcher, engine: chooseEngine(cacheFolder) };
      const title = taskTitles.exportPosterior(runId);
      return tasks.wait(title, title, async ({ signal, onItems }) => ({
        files: await exportPosterior(request, {
          workshop,
          controls: { signal, onProgress: onItems },
          written,
        }),
      }));
    },
    predict: async (runId, { replace = false, ...request }) => {
      const { experiment } = runWithPosterior(supervisor, runId, 'predict with');
      refuseOverInput([request.out], [resolve(request.input), ...ownFilesOf(experiment.data)]);
      const outputs = [request.out, ...(namesPixels(experiment.data) ? [mapsFolder(request.out)] : [])];
      written.refuseForeign(outputs, replace);
      // The app's own folder for this run need not be there yet; any other is the person's.
      const ownFolder = join(home, 'exports', runId);
      if (dirname(resolve(request.out)) === resolve(ownFolder)) makeFolder(ownFolder);
      const runFolder = supervisor.runFolder(runId);
      const posterior = join(runFolder, 'posterior.safetensors');
      const calibration = await readCalibration(runFolder);
      const workshop = { launcher, engine: chooseEngine(cacheFolder) };
      const title = taskTitles.predict(runId);
      return tasks.wait(title, title, async ({ signal, onItems }) => {
        const controls = { signal, onProgress: onItems };
        const result = await predictRun({ ...request, posterior, calibration }, workshop, controls);
        written.note(outputs);
        return result;
      });
    },
    calibrate: async (runId, request = {}) => {
      const run = runWithPosterior(supervisor, runId, 'calibrate');
      const runFolder = supervisor.runFolder(runId);
      const title = taskTitles.calibrate(runId);
      return withUnchangedData([run], context, (location, workshop) =>
        tasks.wait(title, title, ({ signal, onItems }) =>
          calibrateRun({ runFolder, location, oneAtATime: store.oneAtATime }, request, workshop, {
            signal,
            onProgress: onItems,
          }),
        ),
      );
    },
    comparePosteriors: async (firstId, secondId) => {
      const [first, second] = [firstId, secondId].map((runId) => {
        const { id, experiment } = runWithPosterior(supervisor, runId, 'compare');
        return { id, experiment, runFolder: supervisor.runFolder(id) };
      });
      refuseOtherItems(first, second);
      const title = taskTitles.comparePosteriors(firstId, secondId);
      return withUnchangedData([first, second], context, (location, workshop) =>
        tasks.wait(title, title, ({ signal, onItems }) =>
          compareRuns([first, second], location, workshop, { signal, onProgress: onItems }),
        ),
      );
    },
    calibration: async (runId) => {
      const { status } = supervisor.summary(runId);
      const calibration = await readCalibration(supervisor.runFolder(runId));
      if (calibration) return calibration;
      throw new BadInputError(
        `Run ${runId} (${status}) has not been calibrated; \`parasample calibrate ${runId}\` does it.`,
      );
    },
  };
}
