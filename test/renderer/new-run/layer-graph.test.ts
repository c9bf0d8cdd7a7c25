import { describe, expect, it } from 'vitest';
import { drawnBoxes } from '../../../src-renderer/new-run/network/graph-groups';
import { boxSize, layoutOf } from '../../../src-renderer/new-run/network/graph-layout';
import type { NetworkBox } from '../../../src-shared/network/network-layer';

const layer = (path: string, from: readonly string[]): NetworkBox => ({
  id: path,
  label: path,
  layer: path,
  path,
  from,
});

/** A stem, three blocks of a convolution each with a sum over it, and a head. */
const network: readonly NetworkBox[] = [
  { id: 'input', label: 'input', from: [] },
  layer('stem', ['input']),
  layer('blocks.0.conv1', ['stem']),
  layer('blocks.0.conv2', ['blocks.0.conv1']),
  { id: 'add0', label: 'sum', path: 'blocks.0', from: ['stem', 'blocks.0.conv2'] },
  layer('blocks.1.conv1', ['add0']),
  layer('blocks.1.conv2', ['blocks.1.conv1']),
  { id: 'add1', label: 'sum', path: 'blocks.1', from: ['add0', 'blocks.1.conv2'] },
  layer('head', ['add1']),
  { id: 'output', label: 'output', from: ['head'] },
];
const idsOf = (opened: readonly string[], most: number) =>
  drawnBoxes(network, new Set(opened), most).map(({ id }) => id);

describe('the boxes of a network', () => {
  it('are all drawn where they are few', () => {
    expect(idsOf([], 10)).toEqual(network.map(({ id }) => id));
  });

  it('are drawn by their modules where they are many, as deep as there is room for', () => {
    expect(idsOf([], 6)).toEqual(['input', 'stem', 'blocks.0', 'blocks.1', 'head', 'output']);
    expect(idsOf([], 5)).toEqual(['input', 'stem', 'blocks', 'head', 'output']);
  });

  it('of a module that is opened are drawn, and the others stay as they are', () => {
    expect(idsOf(['blocks.1'], 6)).toEqual([
      ...['input', 'stem', 'blocks.0', 'blocks.1.conv1', 'blocks.1.conv2', 'add1', 'head', 'output'],
    ]);
    expect(idsOf(['blocks'], 5)).toEqual(['input', 'stem', 'blocks.0', 'blocks.1', 'head', 'output']);
  });

  it('of a module stand for its layers, and take what those take from outside', () => {
    const [, , module] = drawnBoxes(network, new Set(), 5);
    expect(module).toEqual({
      ...{ id: 'blocks', label: 'blocks', module: 'blocks', count: 6, from: ['stem'] },
      layers: ['blocks.0.conv1', 'blocks.0.conv2', 'blocks.1.conv1', 'blocks.1.conv2'],
    });
  });
});

describe('the drawing of a network', () => {
  it('puts each box below all that it takes from, and leaves no two on one place', () => {
    const { placed } = layoutOf(network);
    const topOf = new Map(placed.map(({ box, y }) => [box.id, y]));
    for (const { box, y } of placed)
      for (const id of box.from) expect(y, box.id).toBeGreaterThan((topOf.get(id) ?? 0) + boxSize.height);
    expect(new Set(placed.map(({ x, y }) => `${x} ${y}`)).size).toBe(network.length);
  });

  it('puts what runs beside each other into one row, and everything inside its size', () => {
    const parallel = [layer('a', []), layer('b', ['a']), layer('c', ['a']), layer('d', ['b', 'c'])];
    const { placed, width, height, lines } = layoutOf(parallel);
    expect(placed.map(({ y }) => y)).toEqual([0, placed[1]?.y, placed[1]?.y, placed[3]?.y]);
    expect(lines).toHaveLength(4);
    for (const { x, y } of placed) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + boxSize.width).toBeLessThanOrEqual(width);
      expect(y + boxSize.height).toBeLessThanOrEqual(height);
    }
  });

  it('comes to an end where a module is entered twice', () => {
    const { placed } = layoutOf([layer('a', ['b']), layer('b', ['a'])]);
    expect(placed.map(({ box }) => box.id)).toEqual(['a', 'b']);
  });
});
