import {
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type Scale,
  type Tick,
} from 'chart.js';
import { pageColour, pageFont } from '../page-colours';
import { colourVariable, dashOf } from '../palette';
import { type SvgLine, svgOf } from '../svg';
import { type Axis, axisLabels } from './axis';
import { acrossTicks, acrossTickText, mostAcross, mostUp, upTickText } from './axis-ticks';
import { type BandPoint, bandOf } from './band';
import type { ChartPoint, Drawing, DrawingLook } from './drawing';
import { extentOf, pointsOutside, usualExtentOf } from './extent';
import { type Group, LineLayer, lineWidth, outlineOf, rawAlpha, rawLinesOf } from './line-layer';
import { type PointerHooks, PointerLayer } from './pointer';
import { ScreenPlaces } from './screen-places';
import { logTicks } from './ticks';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

/** One line of a chart. */
export interface Line extends Drawing {
  readonly key: string;
  readonly label: string;
  readonly look: number;
  /** Lines of one group are drawn thin, beneath their mean and its band. */
  readonly group?: string;
  /** What the mean of its group is made of, where that is more than what is drawn. */
  readonly bandPoints?: readonly ChartPoint[];
  /** Mean and spread at each point, where every point is of several runs: drawn as a band beneath the line. */
  readonly spread?: readonly BandPoint[];
  /** As they were measured, where the line is smoothed: they lie pale behind it. */
  readonly rawPoints?: readonly ChartPoint[];
}

export type ChartLook = Omit<DrawingLook, 'smoothing' | 'axis'> & {
  readonly axis: Axis;
  readonly leavesOutliers: boolean;
};

/** A line chart on a canvas, in the colours of the page; it shows nothing until `show` is called. */
export class LinesChart {
  readonly #chart: Chart<'line', ChartPoint[]>;
  readonly #layer = new LineLayer();
  readonly #pointer: PointerLayer;
  #lines: readonly Line[] = [];
  #groups: readonly Group[] = [];
  #xTitle = '';
  /** What the axes were made for. */
  #shownAs = '';

  constructor(canvas: HTMLCanvasElement, hooks: PointerHooks) {
    this.#pointer = new PointerLayer(canvas, hooks);
    this.#chart = new Chart<'line', ChartPoint[]>(canvas, configuration(this.#layer, this.#pointer));
  }

  /** Draws the lines as they are now; `metric` decides how values are written. Returns how many points lie outside. */
  show(metric: string, look: ChartLook, lines: readonly Line[]): number {
    if (lines !== this.#lines) this.#groups = groupsOf(lines);
    this.#lines = lines;
    this.#layer.show(lines, this.#groups);
    const shown = [...lines, ...rawLinesOf(lines)];
    const extent = (look.leavesOutliers ? usualExtentOf : extentOf)(shown, this.#groups, look.range);
    // Chart.js makes the axes: two corners tell it all it needs, however many points there are.
    const corners = extent
      ? [
          { x: extent.x.from, y: extent.y.from },
          { x: extent.x.to, y: extent.y.to },
        ]
      : [];
    this.#chart.data.datasets = [{ data: corners, borderWidth: 0, pointRadius: 0 }];
    this.#xTitle = axisLabels[look.axis];
    // Reading new options takes Chart.js longer than all the rest: they are given only where they changed.
    const wanted = JSON.stringify([metric, look, pageColour('--line')]);
    if (wanted !== this.#shownAs) this.#chart.options.scales = scalesOf(metric, look);
    this.#shownAs = wanted;
    this.#chart.update('none');
    const { y } = this.#chart.scales;
    // Where lines are smoothed, it is what was measured that counts.
    const measured = lines.map(({ points, rawPoints = points }) => ({ points: rawPoints }));
    return y && look.leavesOutliers ? pointsOutside(measured, look.range, { from: y.min, to: y.max }) : 0;
  }

  /** Lets these lines stand out among the others; none of them do where it is undefined. */
  standOut(isOut: ((line: Line) => boolean) | undefined): void {
    this.#layer.standOut(isOut);
    this.#chart.draw();
  }

  /** Draws everything anew in the colours that the page has now. */
  recolour(): void {
    this.#layer.forget();
  }

  /** The chart as it is drawn now, as an SVG document. */
  svg(title: string): string {
    const { scales, chartArea, width, height } = this.#chart;
    const { x, y } = scales;
    const ticksOf = (scale: Scale | undefined) =>
      (scale?.ticks ?? []).map(({ value, label }) => ({
        at: scale?.getPixelForValue(value) ?? 0,
        text: String(label ?? value),
      }));
    const colours = {
      ground: pageColour('--surface'),
      text: pageColour('--text'),
      grid: pageColour('--line'),
    };
    return svgOf({
      title,
      width,
      height,
      colours,
      area: chartArea,
      xTicks: ticksOf(x),
      yTicks: ticksOf(y),
      xTitle: this.#xTitle,
      lines: svgLines(this.#lines, this.#groups, new ScreenPlaces(this.#chart)),
    });
  }

  /** Draws a line down the chart at a place of the horizontal axis. */
  showCursor(position: number | undefined): void {
    this.#pointer.cursor = position;
    this.#chart.draw();
  }

  destroy(): void {
    this.#pointer.end();
    this.#chart.destroy();
  }
}

function svgLines(
  lines: readonly Line[],
  groups: readonly Group[],
  places: ScreenPlaces,
): readonly SvgLine[] {
  const placed = (points: readonly ChartPoint[]) =>
    points.map(({ x, y }) => ({
      x: places.across(x),
      y: Number.isFinite(y) ? places.up(y) : Number.NaN,
    }));
  const drawn = (label: string, look: number, width: number, points: readonly ChartPoint[]): SvgLine => ({
    label,
    colour: pageColour(colourVariable(look)),
    width,
    dash: dashOf(look),
    points: placed(points),
    isArea: false,
  });
  return [
    ...groups.map(({ look, points }) => ({
      ...drawn('', look, 0, outlineOf(points)),
      isArea: true,
    })),
    ...rawLinesOf(lines).map(({ look, points }) => ({
      ...drawn('', look, lineWidth.raw, points),
      opacity: rawAlpha,
    })),
    ...lines.map(({ label, look, points, group }) =>
      drawn(label, look, group === undefined ? lineWidth.single : lineWidth.ofGroup, points),
    ),
    ...groups.map(({ name, look, points }) =>
      drawn(
        name,
        look,
        lineWidth.mean,
        points.map(({ x, mean }) => ({ x, y: mean })),
      ),
    ),
  ];
}

/** The groups among the lines, in order of appearance, each with its band, and the bands that lines have by themselves. */
function groupsOf(lines: readonly Line[]): readonly Group[] {
  const own = lines.flatMap(({ spread, look }) => (spread ? [{ name: '', look, points: spread }] : []));
  const names = [...new Set(lines.flatMap(({ group }) => group ?? []))];
  const shared = names.map((name) => {
    const members = lines.filter(({ group }) => group === name);
    return {
      name,
      look: members[0]?.look ?? 0,
      points: bandOf(members.map(({ points, bandPoints = points }) => bandPoints)),
    };
  });
  return [...own, ...shared];
}

function configuration(lines: LineLayer, pointer: PointerLayer): ChartConfiguration<'line', ChartPoint[]> {
  return {
    type: 'line',
    data: { datasets: [] },
    plugins: [lines.plugin, pointer.plugin],
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      // Half of a text at the axis' end: without its room the plot would change its width as such texts come and go.
      layout: { padding: { right: 18 } },
      events: [],
    },
  };
}

function scalesOf(metric: string, look: ChartLook) {
  const line = pageColour('--line');
  const color = pageColour('--muted');
  const font = pageFont();
  const bounds = boundsOf(look);
  return {
    x: {
      type: look.isLogX ? 'logarithmic' : 'linear',
      bounds: 'data',
      ...bounds,
      grid: { display: false },
      border: { color: line },
      ticks: {
        color,
        font,
        maxTicksLimit: mostAcross,
        maxRotation: 0,
        callback: (value: string | number, _: number, ticks: readonly Tick[]) =>
          acrossTickText(Number(value), ticks, look),
      },
      afterBuildTicks: (scale: Scale) => {
        scale.ticks = acrossTicks(scale, look);
      },
      title: { display: true, text: axisLabels[look.axis], color, font },
    },
    y: {
      type: look.isLogY ? 'logarithmic' : 'linear',
      grid: { color: line, tickColor: line },
      border: { display: false },
      ticks: {
        color,
        font,
        maxTicksLimit: mostUp,
        callback: (value: string | number, _: number, ticks: readonly Tick[]) =>
          upTickText(metric, Number(value), ticks, look),
      },
      afterBuildTicks: (scale: Scale) => {
        if (look.isLogY) scale.ticks = logTicks({ from: scale.min, to: scale.max }, mostUp);
      },
    },
  } as const;
}

/** A logarithmic axis has no zero: there it begins with what is drawn. */
function boundsOf({ range, isLogX }: ChartLook) {
  if (!range) return isLogX ? {} : { min: 0 };
  return isLogX && range.from <= 0 ? { max: range.to } : { min: range.from, max: range.to };
}
