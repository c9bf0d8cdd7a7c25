import type { PosteriorResult, PosteriorWork } from '../src-shared/posterior/posterior-work';
import type { EngineChoice } from '../src-shared/protocol/worker-protocol';
import { assessPosterior } from './assess/assess-posterior';
import { calibratePosterior } from './calibrate/calibrate-posterior';
import { comparePosteriors } from './compare/compare-posteriors';
import { exportNetwork } from './export/export-network';
import { completePosterior } from './posterior/complete-posterior';
import { predictFile } from './predict/predict-file';

/** Does what the core asks with a trained posterior. Throws ParasampleError; what is half written is the core's to remove. */
export async function usePosterior(
  work: PosteriorWork,
  engine: EngineChoice,
  onProgress: (done: number, total: number) => void,
): Promise<PosteriorResult> {
  switch (work.kind) {
    case 'predict':
      return predictFile(work, engine, onProgress);
    case 'calibrate':
      return calibratePosterior(work, engine, onProgress);
    case 'assess':
      return assessPosterior(work, engine, onProgress);
    case 'compare':
      return comparePosteriors(work, engine, onProgress);
    case 'complete':
      return { rows: 0, samples: await completePosterior(work), columns: [], notes: [] };
    case 'export-network':
      return exportNetwork(work, engine, onProgress);
  }
}
