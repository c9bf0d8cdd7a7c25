/** A column of texts that have an embedding each (Guo and Berkhahn, arXiv 1604.06737): its input is a place. */
export interface EmbeddedColumn {
  readonly column: string;
  /** Texts that training rows have; the first is at place 1. Place 0 stands for any other, and for an empty cell. */
  readonly categories: readonly string[];
  /** Numbers of an embedding. */
  readonly size: number;
  /** Set where no training row is at place 0, so that nothing but the prior is known of it. */
  readonly isOtherUntrained?: boolean | undefined;
}

/** What is learned of each kind; the columns of such texts are the last inputs. */
export interface EmbeddedInputs {
  readonly inputShape: readonly number[];
  readonly embeddings?: readonly EmbeddedColumn[] | undefined;
}

/** Of whatever is learned: none where no column has embeddings. */
export function embeddingsOf({
  embeddings = [],
}: {
  readonly kind: string;
  readonly embeddings?: readonly EmbeddedColumn[] | undefined;
}): readonly EmbeddedColumn[] {
  return embeddings;
}

/** The name of the layer that holds the embeddings of one of the columns, by its place among them. */
export function embeddingLayer(place: number): string {
  return `embeddings.${place}`;
}

/** The shape of an item's inputs as the network behind the embeddings sees it. */
export function embeddedShape({ inputShape, embeddings = [] }: EmbeddedInputs): readonly number[] {
  if (embeddings.length === 0) return inputShape;
  const numbers = inputShape[0] - embeddings.length;
  return [embeddings.reduce((sum, { size }) => sum + size, numbers)];
}

const largestByDefault = 50;

/** Numbers of an embedding of so many texts, where nobody says it: 1.6 n^0.56, at most 50, as fastai has it for tables. */
export function usualEmbeddingSize(texts: number): number {
  return Math.min(largestByDefault, Math.round(1.6 * texts ** 0.56));
}
