import type { Api } from '../../src-shared/api';
import { BadInputError } from '../../src-shared/errors';
import { taskTitles } from '../../src-shared/tasks';
import { assessRun, readAssessment } from '../posterior/assess-run';
import { type TableInPart, writeWholeTable } from '../posterior/whole-table';
import { ownFilesOf, refuseOverInput } from '../refuse-over-input';
import { chooseEngine } from '../runs/engine-choice';
import { otherSource } from './other-data';
import { type PosteriorContext, runWithPosterior, unchangedData } from './posterior-in-use';

/** How far a run's doubt can be trusted once it is over. */
export function assessmentMethods(context: PosteriorContext): Pick<Api, 'assess' | 'assessment'> {
  const { cacheFolder, launcher, supervisor, tasks, written } = context;
  return {
    assess: async (runId, request = {}) => {
      const run = runWithPosterior(supervisor, runId, 'evaluate');
      const location = await unchangedData([run], context);
      const { samples, ood = [], data = [], by = [], corruptions = false, pruning = false, out } = request;
      const outputs = out === undefined ? [] : [out];
      const read = [...ood.flatMap((one) => (one.kind === 'file' ? [one.path] : [])), ...data];
      refuseOverInput(outputs, [...read, ...ownFilesOf(run.experiment.data)]);
      written.refuseForeign(outputs);
      const sources = await Promise.all(ood.map((one) => otherSource(one, run.experiment.data, cacheFolder)));
      const asked = {
        ood: sources,
        labelled: data,
        by,
        corruptions,
        pruning,
        ...(samples === undefined ? {} : { samples }),
      };
      const runFolder = supervisor.runFolder(runId);
      const workshop = { launcher, engine: chooseEngine(cacheFolder) };
      const title = taskTitles.assess(runId);
      return tasks.wait(title, title, async ({ signal, onItems }) => {
        const controls = { signal, onProgress: onItems };
        const assess = (table?: TableInPart) =>
          assessRun({ runFolder, location }, { ...asked, ...(table ? { table } : {}) }, workshop, controls);
        if (out === undefined) return assess();
        const found = await writeWholeTable(out, assess);
        written.note(outputs);
        return found;
      });
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
