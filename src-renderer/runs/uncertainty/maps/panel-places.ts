/** Where maps of one item stand in their picture, in its units. */
export interface PanelPlaces {
  readonly width: number;
  readonly height: number;
  readonly at: (index: number) => { readonly x: number; readonly y: number };
}

interface Panel {
  readonly width: number;
  readonly height: number;
  readonly gap: number;
}

/** A unit is this many pixels at least, or the texts of the maps would become small with them. */
const leastScale = 0.8;

/**
 * All in one row where there is room, or else in as few rows as keep them large.
 * @param room of the picture, in pixels; 0 while that is not known
 */
export function panelPlaces(count: number, room: number, { width, height, gap }: Panel): PanelPlaces {
  const widthOf = (columns: number) => columns * width + (columns - 1) * gap;
  const columnsIn = (rows: number) => Math.ceil(count / rows);
  const isTooWide = (columns: number) => room > 0 && columns > 1 && widthOf(columns) * leastScale > room;
  let columns = count;
  for (let rows = 2; isTooWide(columns); rows++) columns = columnsIn(rows);
  const rows = Math.ceil(count / columns);
  return {
    width: widthOf(columns),
    height: rows * height + (rows - 1) * gap,
    at: (index) => ({
      x: (index % columns) * (width + gap),
      y: Math.floor(index / columns) * (height + gap),
    }),
  };
}
