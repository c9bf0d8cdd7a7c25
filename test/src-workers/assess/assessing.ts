import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Assessment, assessmentSchema } from '../../../src-shared/assessment/assessment';
import type { PosteriorWork } from '../../../src-shared/posterior/posterior-work';
import { assessPosterior } from '../../../src-workers/assess/assess-posterior';
import { temporaryFolder } from '../../temporary-folder';
import { type SmallPosterior, writePosterior } from '../posterior/small-posteriors';

type Work = Extract<PosteriorWork, { kind: 'assess' }>;
export type Asked = Partial<Work>;

/** Has a posterior assessed without TensorFlow. */
export async function assess(
  posterior: SmallPosterior,
  location: string,
  asked: Asked,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Assessment> {
  const folder = temporaryFolder();
  const out = join(folder, 'assessment.json');
  const file = writePosterior(folder, posterior);
  const work: Work = {
    kind: 'assess',
    posterior: file,
    location,
    ood: [],
    labelled: [],
    by: [],
    corruptions: false,
    pruning: false,
    soFar: join(folder, 'so-far.jsonl'),
    code: 'this',
    out,
    ...asked,
  };
  await assessPosterior(work, { kind: 'javascript' }, onProgress);
  return assessmentSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
}
