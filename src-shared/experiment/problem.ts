/** One thing wrong with an experiment: where (a dotted path such as `training.samples`) and what would be right. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}
