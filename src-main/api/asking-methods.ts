import { join } from 'node:path';
import type { Api } from '../../src-shared/api';
import type { Answer, Question } from '../../src-shared/asking';
import { FailedError } from '../../src-shared/errors';
import type { LoadedPosterior } from '../posterior/loaded-posterior';
import type { PosteriorsAtHand } from '../posterior/posteriors-at-hand';
import { chooseEngine } from '../runs/engine-choice';
import { type PosteriorContext, runWithPosterior, unchangedData } from './posterior-in-use';

interface AskingContext extends PosteriorContext {
  readonly atHand: PosteriorsAtHand;
}

/** Asking the posterior of a run that is over, which stays loaded meanwhile. */
export function askingMethods(context: AskingContext): Pick<Api, 'askable' | 'ask' | 'askedTestItem'> {
  const { cacheFolder, launcher, supervisor, atHand } = context;
  const loaded = (runId: string): LoadedPosterior => {
    runWithPosterior(supervisor, runId, 'ask');
    const file = join(supervisor.runFolder(runId), 'posterior.safetensors');
    return atHand.of(file, () => ({ launcher, engine: chooseEngine(cacheFolder) }));
  };
  return {
    askable: async (runId) => loaded(runId).seen(),
    ask: async (runId, item) => answerOf(loaded(runId), item, 'classes'),
    askedTestItem: async (runId, place) => {
      const posterior = loaded(runId);
      const location = await unchangedData([runWithPosterior(supervisor, runId, 'ask')], context);
      return answerOf(posterior, { kind: 'test-item', location, place }, 'test-item');
    },
  };
}

async function answerOf<Kind extends Answer['kind']>(
  posterior: LoadedPosterior,
  question: Question,
  kind: Kind,
): Promise<Extract<Answer, { kind: Kind }>> {
  const answer = await posterior.ask(question);
  if (answer.kind === kind) return answer as Extract<Answer, { kind: Kind }>;
  throw new FailedError('The worker answered another question than it was asked.');
}
