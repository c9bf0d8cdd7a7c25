import { expect, it } from 'vitest';
import { LateLines } from '../../../../src-renderer/runs/table/late-lines.svelte';
import type { TableItem } from '../../../../src-renderer/runs/table/table-item';

/** Ten lines, of which four to six are in sight, and what is called once a frame has been painted. */
function linesOf(text: string) {
  const table = { text };
  const items = new Map<string, TableItem>();
  const itemOf = (line: number) => {
    const name = `${table.text}${line}`;
    const group = { values: [name], runs: 1, first: 0, spreads: [] };
    const item = items.get(name) ?? { kind: 'group', group, isFolded: false };
    items.set(name, item);
    return item;
  };
  const lines = new LateLines(itemOf);
  const waiting = new Set<() => void>();
  const drawn = { first: 0, end: 10 };
  const inSight = { first: 4, end: 7 };
  const follow = () =>
    lines.follow(drawn, inSight, (then) => {
      waiting.add(then);
      return () => waiting.delete(then);
    });
  const paint = () => {
    for (const then of waiting) then();
    waiting.clear();
  };
  const shown = (span = inSight) =>
    Array.from({ length: 10 }, (_, line) => {
      const item = lines.shown(line, span);
      return item.kind === 'group' ? item.group.values.join() : item.kind;
    }).join(' ');
  return { table, follow, paint, shown };
}

it('shows what is there at once the first time', () => {
  const { shown } = linesOf('a');
  expect(shown()).toBe('a0 a1 a2 a3 a4 a5 a6 a7 a8 a9');
});

it('changes the lines in sight at once, and those beside them once a frame has been painted', () => {
  const { table, follow, paint, shown } = linesOf('a');
  follow();
  paint();
  table.text = 'b';
  follow();
  expect(shown()).toBe('a0 a1 a2 a3 b4 b5 b6 a7 a8 a9');
  paint();
  expect(shown()).toBe('b0 b1 b2 b3 b4 b5 b6 b7 b8 b9');
});

it('never shows what is old once it comes into sight', () => {
  const { table, follow, paint, shown } = linesOf('a');
  follow();
  paint();
  table.text = 'b';
  expect(shown({ first: 7, end: 10 })).toBe('a0 a1 a2 a3 b4 b5 b6 b7 b8 b9');
});

it('takes over the last of several changes of one frame alone', () => {
  const { table, follow, paint, shown } = linesOf('a');
  follow();
  paint();
  table.text = 'b';
  const callOff = follow();
  table.text = 'c';
  callOff();
  follow();
  paint();
  expect(shown()).toBe('c0 c1 c2 c3 c4 c5 c6 c7 c8 c9');
});
