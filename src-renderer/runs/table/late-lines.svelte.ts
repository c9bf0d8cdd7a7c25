import { SvelteMap } from 'svelte/reactivity';
import type { TableItem } from './table-item';

/** Lines from one to before another. */
export interface LineSpan {
  readonly first: number;
  readonly end: number;
}

/** Calls back once a frame has been painted; returns what calls that off. */
export type AfterPainting = (then: () => void) => () => void;

/**
 * What the drawn lines of a table show. Those just outside of what is in sight take over what has changed one frame after the
 * others, since a frame without them is laid out and painted sooner.
 */
export class LateLines {
  readonly #itemOf: (line: number) => TableItem;
  /** As they were painted last, outside of what is in sight. */
  readonly #late = new SvelteMap<number, TableItem>();

  constructor(itemOf: (line: number) => TableItem) {
    this.#itemOf = itemOf;
  }

  /** What a line shows now. */
  shown(line: number, inSight: LineSpan): TableItem {
    const isInSight = line >= inSight.first && line < inSight.end;
    return (isInSight ? undefined : this.#late.get(line)) ?? this.#itemOf(line);
  }

  /** Lets the lines outside of what is in sight follow once a frame has been painted; called again whenever one has changed. */
  follow(drawn: LineSpan, inSight: LineSpan, afterPainting: AfterPainting): () => void {
    const next = new Map<number, TableItem>();
    for (let line = drawn.first; line < drawn.end; line++)
      if (line < inSight.first || line >= inSight.end) next.set(line, this.#itemOf(line));
    return afterPainting(() => this.#take(next));
  }

  #take(next: ReadonlyMap<number, TableItem>): void {
    for (const line of this.#late.keys()) if (!next.has(line)) this.#late.delete(line);
    for (const [line, item] of next) this.#late.set(line, item);
  }
}

/** A task begun in a frame comes after its painting. */
export const afterPainting: AfterPainting = (then) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(then);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
};
