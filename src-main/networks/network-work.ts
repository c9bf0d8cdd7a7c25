import { networkOutline } from '../../src-files/onnx/layer-table';
import { type StartQuestion, startMatch } from '../../src-files/trained/start-match';
import type { Experiment } from '../../src-shared/experiment/experiment';
import type { NetworkOutline } from '../../src-shared/network/network-layer';
import type { StartTable } from '../../src-shared/network/start-match';
import { checkNetwork } from './check-network';
import { withKeptNetwork } from './kept-network';
import { withKeptStart } from './kept-start';

/** What takes the whole of a network's file, which may have gigabytes. */
export type NetworkTask =
  | { readonly kind: 'outline'; readonly path: string; readonly classes: number | undefined }
  | { readonly kind: 'match'; readonly question: StartQuestion }
  | { readonly kind: 'check'; readonly experiment: Experiment; readonly itemShape: readonly number[] }
  | { readonly kind: 'keep'; readonly experiment: Experiment; readonly home: string };

/** What comes of each. */
export interface NetworkResults {
  readonly outline: NetworkOutline;
  readonly match: StartTable;
  readonly check: undefined;
  readonly keep: Experiment;
}

/** @throws BadInputError or FailedError, as each says */
export function doNetworkTask(task: NetworkTask): NetworkResults[NetworkTask['kind']] {
  switch (task.kind) {
    case 'outline':
      return networkOutline(task.path, task.classes);
    case 'match':
      return startMatch(task.question);
    case 'check':
      checkNetwork(task.experiment, task.itemShape);
      return undefined;
    case 'keep':
      return withKeptStart(withKeptNetwork(task.experiment, task.home), task.home);
  }
}
