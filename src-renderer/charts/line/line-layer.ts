import type { Chart, ChartArea, Plugin } from 'chart.js';
import { pageColour } from '../page-colours';
import { colourVariable, dashOf } from '../palette';
import type { BandPoint } from './band';
import type { Line } from './chart';
import type { ChartPoint } from './drawing';
import { pixelOf, rasterLine } from './line-raster';
import { ScreenPlaces } from './screen-places';

/** Lines of one group, drawn together as mean and band. */
export interface Group {
  readonly name: string;
  readonly look: number;
  readonly points: readonly BandPoint[];
}

/** Up to so many points of a line are shown as dots as well. */
const fewPoints = 12;
/** From so many points on, strokes with soft edges take longer than a frame has. */
const manyPoints = 8000;
/** A line that goes up and down by so many times the width of the chart crosses itself all over: so does its stroke. */
const mostTravel = 10;
export const lineWidth = { single: 1.75, ofGroup: 1, mean: 2.5, raw: 1 };
export const bandAlpha = 0.18;
const memberAlpha = 0.4;
export const rawAlpha = 0.3;
/** Of more lines, what was measured would hide the smoothed ones, and take as long again to draw. */
const mostRawLines = 12;
const veilAlpha = 0.75;

interface Kept {
  readonly picture: HTMLCanvasElement;
  readonly for: string;
}

/** What was measured behind smoothed lines; none where there are too many to tell apart. */
export function rawLinesOf(lines: readonly Line[]): readonly Line[] {
  const raw = lines.flatMap((line) => (line.rawPoints ? [{ ...line, points: line.rawPoints }] : []));
  return raw.length > mostRawLines ? [] : raw;
}

/** Draws lines and groups into the area of a chart, placed by its scales. */
export class LineLayer {
  readonly plugin: Plugin<'line'>;
  #lines: readonly Line[] = [];
  #groups: readonly Group[] = [];
  #isOut: ((line: Line) => boolean) | undefined;
  #rawLines: readonly Line[] = [];
  /** Dense lines as drawn last, and what they were drawn for. */
  #kept: Kept | undefined;
  #keptRaw: Kept | undefined;

  constructor() {
    this.plugin = { id: 'lines', beforeDatasetsDraw: (chart) => this.#draw(chart) };
  }

  show(lines: readonly Line[], groups: readonly Group[]): void {
    if (lines !== this.#lines) {
      this.forget();
      this.#rawLines = rawLinesOf(lines);
    }
    this.#lines = lines;
    this.#groups = groups;
  }

  /** Those lines stand out, the others fade behind them. */
  standOut(isOut: ((line: Line) => boolean) | undefined): void {
    this.#isOut = isOut;
  }

  /** Draws anew also what has not changed, in the colours that the page has now. */
  forget(): void {
    this.#kept = undefined;
    this.#keptRaw = undefined;
  }

  #draw(chart: Chart): void {
    const { ctx, chartArea: area } = chart;
    const places = new ScreenPlaces(chart);
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left - 3, area.top - 3, area.width + 6, area.height + 6);
    ctx.clip();
    for (const group of this.#groups) drawBand(ctx, places, group);
    this.#drawRaw(chart, area, places);
    const dense = denseLines(this.#lines, area, places);
    if (dense.length > 0) this.#kept = drawDense(chart, area, places, dense, this.#kept);
    // Later lines lie on top: validation has few points and would vanish beneath training.
    for (const line of this.#lines) if (!dense.includes(line)) strokeLine(ctx, places, line);
    for (const group of this.#groups) strokeMean(ctx, places, group);
    if (this.#isOut) this.#drawOut(ctx, area, places, this.#lines.filter(this.#isOut));
    ctx.restore();
  }

  /** Veils what is drawn, and draws these lines and their groups once more above. */
  #drawOut(ctx: CanvasRenderingContext2D, area: ChartArea, places: ScreenPlaces, out: readonly Line[]): void {
    ctx.fillStyle = pageColour('--surface');
    ctx.globalAlpha = veilAlpha;
    ctx.fillRect(area.left - 3, area.top - 3, area.width + 6, area.height + 6);
    ctx.globalAlpha = 1;
    for (const line of out) strokeLine(ctx, places, line);
    const names = new Set(out.map(({ group }) => group));
    for (const group of this.#groups) if (names.has(group.name)) strokeMean(ctx, places, group);
  }

  #drawRaw(chart: Chart, area: ChartArea, places: ScreenPlaces): void {
    if (this.#rawLines.length === 0) return;
    const { ctx } = chart;
    ctx.globalAlpha = rawAlpha;
    const dense = denseLines(this.#rawLines, area, places);
    if (dense.length > 0) this.#keptRaw = drawDense(chart, area, places, dense, this.#keptRaw);
    for (const { points, look } of this.#rawLines.filter((line) => !dense.includes(line)))
      stroke(ctx, places, points, look, lineWidth.raw);
    ctx.globalAlpha = 1;
  }
}

/** Lines whose strokes would take long, and look no better for it. */
function denseLines(lines: readonly Line[], { width }: ChartArea, places: ScreenPlaces): readonly Line[] {
  const points = lines.reduce((sum, line) => sum + line.points.length, 0);
  if (points > manyPoints) return lines;
  return lines.filter((line) => places.travel(line.points) > mostTravel * width);
}

/** Draws lines as a picture, the one that is kept where nothing has moved. Returns what to keep. */
function drawDense(
  chart: Chart,
  area: ChartArea,
  places: ScreenPlaces,
  lines: readonly Line[],
  kept: Kept | undefined,
): Kept {
  const { width, height } = area;
  const ratio = chart.currentDevicePixelRatio;
  const wanted = `${width} ${height} ${ratio} ${places.key}`;
  const drawn = kept?.for === wanted ? kept : { picture: rasterOf(lines, places, area, ratio), for: wanted };
  chart.ctx.drawImage(drawn.picture, area.left, area.top, width, height);
  return drawn;
}

function rasterOf(
  lines: readonly Line[],
  places: ScreenPlaces,
  area: ChartArea,
  ratio: number,
): HTMLCanvasElement {
  const picture = document.createElement('canvas');
  picture.width = Math.max(1, Math.round(area.width * ratio));
  picture.height = Math.max(1, Math.round(area.height * ratio));
  const data = new ImageData(picture.width, picture.height);
  const raster = { pixels: new Uint32Array(data.data.buffer), width: data.width, height: data.height };
  const variables = new Set(lines.map(({ look }) => colourVariable(look)));
  const colours = new Map([...variables].map((variable) => [variable, pixelOf(pageColour(variable))]));
  for (const { points, look, group } of lines) {
    const { x, y, count } = places.within(points, area, ratio);
    const thickness = ratio * (group === undefined ? lineWidth.single : lineWidth.ofGroup);
    rasterLine(raster, x, y, count, { colour: colours.get(colourVariable(look)) ?? 0, thickness });
  }
  picture.getContext('2d')?.putImageData(data, 0, 0);
  return picture;
}

function drawBand(ctx: CanvasRenderingContext2D, places: ScreenPlaces, { look, points }: Group): void {
  ctx.fillStyle = pageColour(colourVariable(look));
  ctx.globalAlpha = bandAlpha;
  ctx.beginPath();
  for (const { x, y } of outlineOf(points)) ctx.lineTo(places.across(x), places.up(y));
  ctx.fill();
  ctx.globalAlpha = 1;
}

/** Around a band: along its upper edge, and back along the lower one. */
export function outlineOf(points: readonly BandPoint[]): readonly ChartPoint[] {
  const above = points.map(({ x, high }) => ({ x, y: high }));
  return [...above, ...points.map(({ x, low }) => ({ x, y: low })).reverse()];
}

function strokeMean(ctx: CanvasRenderingContext2D, places: ScreenPlaces, { look, points }: Group): void {
  const mean = points.map(({ x, mean: y }) => ({ x, y }));
  stroke(ctx, places, mean, look, lineWidth.mean);
}

function strokeLine(ctx: CanvasRenderingContext2D, places: ScreenPlaces, line: Line): void {
  const isMember = line.group !== undefined;
  ctx.globalAlpha = isMember ? memberAlpha : 1;
  stroke(ctx, places, line.points, line.look, isMember ? lineWidth.ofGroup : lineWidth.single);
  if (line.points.length <= fewPoints) drawDots(ctx, places, line);
  ctx.globalAlpha = 1;
}

function stroke(
  ctx: CanvasRenderingContext2D,
  places: ScreenPlaces,
  points: readonly ChartPoint[],
  look: number,
  width: number,
): void {
  ctx.strokeStyle = pageColour(colourVariable(look));
  ctx.lineWidth = width;
  ctx.lineJoin = 'round';
  ctx.setLineDash([...dashOf(look)]);
  ctx.beginPath();
  let isPenUp = true;
  for (const { x, y } of points) {
    if (Number.isFinite(y)) ctx[isPenUp ? 'moveTo' : 'lineTo'](places.across(x), places.up(y));
    isPenUp = !Number.isFinite(y);
  }
  ctx.stroke();
}

function drawDots(ctx: CanvasRenderingContext2D, places: ScreenPlaces, { points, look }: Line): void {
  ctx.fillStyle = pageColour(colourVariable(look));
  for (const { x, y } of points) {
    if (!Number.isFinite(y)) continue;
    ctx.beginPath();
    ctx.arc(places.across(x), places.up(y), 3, 0, 2 * Math.PI);
    ctx.fill();
  }
}
