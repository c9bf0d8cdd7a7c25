import type { Api } from '../../src-shared/api';
import { BadInputError } from '../../src-shared/errors';
import { taskTitles } from '../../src-shared/tasks';
import { assessRun, readAssessment } from '../posterior/assess-run';
import { chooseEngine } from '../runs/engine-choice';
import { otherSource } from './other-data';
import { type PosteriorContext, runWithPosterior, unchangedData } from './posterior-in-use';

/** How far a run's doubt can be trusted once it is over. */
export function assessmentMethods(context: PosteriorContext): Pick<Api, 'assess' | 'assessment'> {
  const { cacheFolder, launcher, supervisor, tasks } = context;
  return {
    assess: async (runId, request = {}) => {
      const run = runWithPosterior(supervisor, runId, 'evaluate');
      const location = await unchangedData([run], context);
      const { samples, ood = [], corruptions = false } = request;
      const sources = await Promise.all(ood.map((one) => otherSource(one, run.experiment.data, cacheFolder)));
      const asked = { ood: sources, corruptions, ...(samples === undefined ? {} : { samples }) };
      const runFolder = supervisor.runFolder(runId);
      const workshop = { launcher, engine: chooseEngine(cacheFolder) };
      const title = taskTitles.assess(runId);
      return tasks.wait(title, title, ({ signal, onItems }) =>
        assessRun({ runFolder, location }, asked, workshop, { signal, onProgress: onItems }),
      );
    },
    assessment: async (runId) => {
      const { status } = supervisor.summary(runId);
      const assessment = await readAssessment(supervisor.runFolder(runId));
      if (assessment) return assessment;
      throw new BadInputError(
        `Run ${runId} (${status}) has not been evaluated after its end; \`parasample evaluate ${runId}\` does it.`,
      );
    },
  };
}
