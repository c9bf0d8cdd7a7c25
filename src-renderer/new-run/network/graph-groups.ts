import type { NetworkBox } from '../../../src-shared/network/network-layer';

/** What is drawn as one: a box of the network, or a module with all that is in it. */
export interface DrawnBox {
  readonly id: string;
  readonly label: string;
  /** Layers with weights that it stands for. */
  readonly layers: readonly string[];
  /** How many boxes it stands for. */
  readonly count: number;
  /** The module that it stands for, where it is one. */
  readonly module?: string;
  readonly from: readonly string[];
}

/** So many boxes are seen at a glance. */
const mostBoxes = 16;

/**
 * The boxes of a network as they are drawn: where there are many, those of a module are one, until it is opened.
 * @param opened modules that are to be seen with what is in them
 */
export function drawnBoxes(
  boxes: readonly NetworkBox[],
  opened: ReadonlySet<string>,
  most = mostBoxes,
): readonly DrawnBox[] {
  const moduleOf = modulesOf(boxes, opened, most);
  const idOf = new Map(boxes.map((box) => [box.id, moduleOf.get(box) ?? box.id]));
  const together = new Map<string, NetworkBox[]>();
  for (const box of boxes) {
    const id = idOf.get(box.id) ?? box.id;
    together.set(id, [...(together.get(id) ?? []), box]);
  }
  return [...together].map(([id, members]) => {
    const [first] = members;
    const module = first && moduleOf.get(first);
    const from = members.flatMap((member) => member.from).map((one) => idOf.get(one) ?? one);
    return {
      id,
      label: module ?? first?.label ?? id,
      layers: [...new Set(members.flatMap(({ layer }) => layer ?? []))],
      count: members.length,
      ...(module === undefined ? {} : { module }),
      from: [...new Set(from)].filter((one) => one !== id),
    };
  });
}

/** The module that each box is drawn in; none for boxes that are drawn themselves. */
function modulesOf(
  boxes: readonly NetworkBox[],
  opened: ReadonlySet<string>,
  most: number,
): ReadonlyMap<NetworkBox, string> {
  const deepest = Math.max(0, ...boxes.map(({ path = '' }) => path.split('.').length));
  const depths = Array.from({ length: deepest }, (_, index) => deepest - index);
  const isFew = (depth: number) => drawnCount(boxes, depth) <= most;
  const depth = depths.find(isFew) ?? 1;
  const sizes = new Map<string, number>();
  const modules = new Map(boxes.map((box) => [box, closedModule(box, depth, opened)]));
  for (const module of modules.values())
    if (module !== undefined) sizes.set(module, (sizes.get(module) ?? 0) + 1);
  return new Map(
    [...modules].flatMap(([box, module]) =>
      module !== undefined && (sizes.get(module) ?? 0) > 1 ? [[box, module] as const] : [],
    ),
  );
}

function closedModule(box: NetworkBox, depth: number, opened: ReadonlySet<string>): string | undefined {
  const module = startOf(box, depth);
  return module !== undefined && opened.has(module) ? closedModule(box, depth + 1, opened) : module;
}

function drawnCount(boxes: readonly NetworkBox[], depth: number): number {
  return new Set(boxes.map((box) => startOf(box, depth) ?? box.id)).size;
}

/** The first parts of a box's path; undefined where it has no more than that, or fewer. */
function startOf({ path }: NetworkBox, depth: number): string | undefined {
  const parts = path?.split('.') ?? [];
  return parts.length >= depth && depth > 0 && (path ?? '') !== ''
    ? parts.slice(0, depth).join('.')
    : undefined;
}
