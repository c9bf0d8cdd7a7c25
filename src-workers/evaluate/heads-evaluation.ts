import type { SeveralHeads } from '../data/run-data';
import { type HeadParts, headParts, partOfRows } from '../models/head-parts';
import type { Evaluation } from './evaluation';

/**
 * Scores of each head, called by it (`accuracy.kind`, `rmse.price`), and the sum of their negative log-likelihoods as `nll`:
 * heads are independent given the weights, and each is pooled over the samples by itself.
 */
export class HeadsEvaluation implements Evaluation {
  readonly #heads: readonly { readonly parts: HeadParts; readonly evaluation: Evaluation }[];
  readonly #outputs: number;
  readonly #targets: number;

  /** @param scoring of one head */
  constructor(task: SeveralHeads, scoring: (head: HeadParts, at: number) => Evaluation) {
    this.#heads = headParts(task).map((parts, at) => ({ parts, evaluation: scoring(parts, at) }));
    this.#outputs = this.#heads.reduce((sum, { parts }) => sum + parts.outputs.size, 0);
    [this.#targets] = task.targetShape;
  }

  /** What scores each, in their order. */
  get heads(): readonly { readonly name: string; readonly evaluation: Evaluation }[] {
    return this.#heads.map(({ parts, evaluation }) => ({ name: parts.head.name, evaluation }));
  }

  add(samples: Float32Array, sampleCount: number, targets: Float32Array | Int32Array): void {
    for (const { parts, evaluation } of this.#heads) {
      const own = partOfRows(targets, this.#targets, parts.targets);
      evaluation.add(
        partOfRows(samples, this.#outputs, parts.outputs),
        sampleCount,
        parts.head.task.kind === 'classification' ? Int32Array.from(own) : own,
      );
    }
  }

  scores(): Readonly<Record<string, number>> {
    const each = this.#heads.map(({ parts, evaluation }) => ({
      name: parts.head.name,
      scores: evaluation.scores(),
    }));
    const all = each.flatMap(({ name, scores }) =>
      Object.entries(scores).map(([score, value]) => [nameOf(score, name), value] as const),
    );
    const nlls = each.flatMap(({ scores }) => scores.nll ?? []);
    return {
      ...(nlls.length > 0 ? { nll: nlls.reduce((sum, nll) => sum + nll) } : {}),
      ...Object.fromEntries(all),
    };
  }
}

/** Of a head of several values each has a score of its own already, called by the head. */
function nameOf(score: string, head: string): string {
  return score.includes('.') ? score : `${score}.${head}`;
}
