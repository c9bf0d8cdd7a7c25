import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Assessment, assessmentSchema } from '../../../src-shared/assessment/assessment';
import { withKept } from '../../../src-shared/assessment/with-kept';
import type { PosteriorWork } from '../../../src-shared/posterior/posterior-work';
import { assessPosterior } from '../../../src-workers/assess/assess-posterior';
import { temporaryFolder } from '../../temporary-folder';
import { type SmallPosterior, writePosterior } from '../posterior/small-posteriors';

type Work = Extract<PosteriorWork, { kind: 'assess' }>;
export type Asked = Partial<Work> & { readonly kept?: Assessment };

/** Has a posterior assessed without TensorFlow, beside what was found before. */
export async function assess(
  posterior: SmallPosterior,
  location: string,
  { kept, ...asked }: Asked,
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
  return withKept(assessmentSchema.parse(JSON.parse(readFileSync(out, 'utf8'))), kept);
}
