import { BadInputError } from '../../src-shared/errors';
import type { Api } from '../../src-shared/protocol/api';
import type { RunSummary } from '../../src-shared/runs/runs';
import { taskTitles } from '../../src-shared/tasks';
import { assessRun, readAssessment } from '../posterior/assess-run';
import { type TableInPart, writeWholeTable } from '../posterior/whole-table';
import { ownFilesOf, refuseOverInput } from '../refuse-over-input';
import { otherSource } from './other-data';
import { type PosteriorContext, runWithPosterior, withUnchangedData } from './posterior-in-use';

type Request = NonNullable<Parameters<Api['assess']>[1]>;

/** How far a run's doubt can be trusted once it is over. */
export function assessmentMethods(context: PosteriorContext): Pick<Api, 'assess' | 'assessment'> {
  const { supervisor, tasks, written, store } = context;
  return {
    assess: async (runId, request = {}) => {
      const run = runWithPosterior(supervisor, runId, 'evaluate');
      const { out } = request;
      const outputs = out === undefined ? [] : [out];
      refuseOverInput(outputs, [...filesOf(request), ...ownFilesOf(run.experiment.data)]);
      written.refuseForeign(outputs);
      const asked = await askedOf(run, request, context);
      const runFolder = supervisor.runFolder(runId);
      const title = taskTitles.assess(runId);
      return withUnchangedData([run], context, (location, workshop) =>
        tasks.wait(title, title, async ({ signal, onItems }) => {
          const controls = { signal, onProgress: onItems };
          const assessed = { runFolder, location, oneAtATime: store.oneAtATime };
          const assess = (table?: TableInPart) =>
            assessRun(assessed, { ...asked, ...(table ? { table } : {}) }, workshop, controls);
          if (out === undefined) return assess();
          const found = await writeWholeTable(out, assess);
          written.note(outputs);
          return found;
        }),
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

/** What a worker is asked for; other data sets are fetched where they are not there. */
async function askedOf(run: RunSummary, request: Request, { cacheFolder }: PosteriorContext) {
  const { samples, ood = [], data = [], by = [], corruptions = false, pruning = false } = request;
  const sources = await Promise.all(ood.map((one) => otherSource(one, run.experiment.data, cacheFolder)));
  return {
    ood: sources,
    labelled: data,
    by,
    corruptions,
    pruning,
    ...(samples === undefined ? {} : { samples }),
  };
}

function filesOf({ ood = [], data = [] }: Request): readonly string[] {
  return [...ood.flatMap((one) => (one.kind === 'file' ? [one.path] : [])), ...data];
}
