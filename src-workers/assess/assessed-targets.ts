import { type JudgedTarget, predictionsOf, targetsOf } from '../posterior/judged-targets';
import type { Assessed } from './assessed';

export interface OneAssessed {
  readonly judged: JudgedTarget;
  readonly assessed: Assessed;
}

/** Hands what is predicted of each target to what judges it by itself; several values of one likelihood are judged together too. */
export class AssessedTargets implements Assessed {
  /** All together, where one likelihood has several values. */
  readonly whole: Assessed | undefined;
  readonly named: readonly { readonly name: string; readonly assessed: Assessed }[];

  /** Those that have a likelihood of their own. */
  readonly heads: readonly Assessed[];

  constructor(readonly all: readonly OneAssessed[]) {
    this.whole = all.find(({ judged }) => judged.name === undefined)?.assessed;
    this.heads = all.flatMap(({ judged, assessed }) =>
      judged.name === undefined || judged.isOneOfSeveral ? [] : [assessed],
    );
    this.named = all.flatMap(({ judged: { name }, assessed }) =>
      name === undefined ? [] : [{ name, assessed }],
    );
  }

  add(predictions: Float32Array, targets: Int32Array | Float32Array, persisted?: Float32Array): void {
    for (const { judged, assessed } of this.all) {
      const before = persisted && targetsOf(judged, persisted);
      assessed.add(
        predictionsOf(judged, predictions),
        targetsOf(judged, targets),
        before instanceof Float32Array ? before : undefined,
      );
    }
  }

  doubts(): ReturnType<Assessed['doubts']> {
    return this.whole?.doubts() ?? {};
  }
}
