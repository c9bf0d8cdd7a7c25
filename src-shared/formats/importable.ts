import type { Experiment } from '../experiment/experiment';

/** What a file is that can be imported, as its content tells. */
export type Importable =
  | {
      readonly kind: 'run';
      /** `posterior`: there is nothing of the run but its posterior. */
      readonly format: 'json' | 'csv' | 'parquet' | 'tensorboard' | 'posterior';
      /** Which run it is; missing for a table that does not say what was trained. */
      readonly run?: { readonly name: string; readonly created: number };
      /** The file of its posterior, which lies beside it and comes along. */
      readonly posteriorBeside?: string;
    }
  /** A configuration of sampling-parallelism, as an experiment for this machine. */
  | {
      readonly kind: 'configuration';
      readonly experiment: Experiment;
      /** What has no counterpart here, as sentences. */
      readonly notes: readonly string[];
    }
  /** A state_dict of torch_blue, which does not say whose network it is for. */
  | { readonly kind: 'state-dict' };
