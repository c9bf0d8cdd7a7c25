/** Whatever is drawn as a box after others. */
interface Drawn {
  readonly id: string;
  readonly from: readonly string[];
}

export interface PlacedBox<Box> {
  readonly box: Box;
  /** Of its upper left corner. */
  readonly x: number;
  readonly y: number;
}

export interface Layout<Box> {
  readonly width: number;
  readonly height: number;
  readonly placed: readonly PlacedBox<Box>[];
  /** Lines from box to box, as paths of SVG. */
  readonly lines: readonly string[];
}

export const boxSize = { width: 168, height: 28 } as const;
const gap = { across: 16, down: 20, aside: 14 } as const;

/**
 * Places boxes in rows, each below all those that it takes something from, beside others of its row in their order.
 * @param boxes in an order in which nothing comes before what it is from, but where modules were entered twice
 */
export function layoutOf<Box extends Drawn>(boxes: readonly Box[]): Layout<Box> {
  const order = new Map(boxes.map(({ id }, index) => [id, index]));
  const rows = new Map<string, number>();
  const before = ({ id, from }: Box) =>
    from.filter((one) => (order.get(one) ?? Number.POSITIVE_INFINITY) < (order.get(id) ?? 0));
  for (const box of boxes)
    rows.set(box.id, 1 + Math.max(-1, ...before(box).map((one) => rows.get(one) ?? 0)));
  const inRow = (row: number) => boxes.filter(({ id }) => rows.get(id) === row);
  const widest = Math.max(1, ...boxes.map(({ id }) => inRow(rows.get(id) ?? 0).length));
  const inner = widest * (boxSize.width + gap.across) - gap.across;
  const placed = boxes.map((box): PlacedBox<Box> => {
    const row = rows.get(box.id) ?? 0;
    const beside = inRow(row);
    const own = beside.length * (boxSize.width + gap.across) - gap.across;
    const x = gap.aside + (inner - own) / 2 + beside.indexOf(box) * (boxSize.width + gap.across);
    return { box, x, y: row * (boxSize.height + gap.down) };
  });
  const places = new Map(placed.map((one) => [one.box.id, one]));
  const lines = placed.flatMap((to) =>
    before(to.box).flatMap((id) => {
      const from = places.get(id);
      return from ? [lineBetween(from, to)] : [];
    }),
  );
  const last = Math.max(0, ...rows.values());
  return {
    width: inner + 2 * gap.aside,
    height: last * (boxSize.height + gap.down) + boxSize.height,
    placed,
    lines,
  };
}

/** Straight down to the next row; around the boxes between where there are some. */
function lineBetween<Box>(from: PlacedBox<Box>, to: PlacedBox<Box>): string {
  const start = { x: from.x + boxSize.width / 2, y: from.y + boxSize.height };
  const end = { x: to.x + boxSize.width / 2, y: to.y };
  const isNext = end.y - start.y <= gap.down;
  if (isNext || start.x !== end.x) {
    const middle = (start.y + end.y) / 2;
    return `M${start.x} ${start.y}C${start.x} ${middle} ${end.x} ${middle} ${end.x} ${end.y}`;
  }
  const side = from.x + boxSize.width + gap.aside / 2;
  const right = from.x + boxSize.width;
  const [above, below] = [from.y + boxSize.height / 2, to.y + boxSize.height / 2];
  return `M${right} ${above}Q${side} ${above} ${side} ${above + 10}V${below - 10}Q${side} ${below} ${right} ${below}`;
}
