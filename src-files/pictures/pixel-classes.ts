import { BadInputError } from '../../src-shared/errors';
import { mostPixelClasses } from '../../src-shared/experiment/data/class-maps';

interface Settings {
  readonly ignoredLabel: number;
  readonly classNames: readonly string[];
}

/** Counts the labels of class maps, one map after the other. */
export class PixelCounts {
  /** Pixels of each label. */
  readonly counts = new Float64Array(mostPixelClasses);
  /** The labels of each map that were added, in their order. */
  readonly perItem: ReadonlySet<number>[] = [];
  ignored = 0;
  all = 0;

  constructor(readonly settings: Settings) {}

  /**
   * @param where names the map, as in "masks/cat.png"
   * @throws BadInputError naming a label that is no class
   */
  add(labels: ArrayLike<number>, where: () => string): void {
    const { ignoredLabel, classNames } = this.settings;
    const most = classNames.length > 0 ? classNames.length : mostPixelClasses;
    const present = new Set<number>();
    for (let at = 0; at < labels.length; at += 1) {
      const label = labels[at];
      if (label === ignoredLabel) {
        this.ignored += 1;
        continue;
      }
      if (label < 0 || label >= most) throw new BadInputError(`${where()}: ${this.#noClass(label)}`);
      this.counts[label] += 1;
      present.add(label);
    }
    this.all += labels.length;
    this.perItem.push(present);
  }

  #noClass(label: number): string {
    const { ignoredLabel, classNames } = this.settings;
    const classes =
      classNames.length > 0
        ? `${classNames.length} classes are named (data.classNames), which have the labels 0 to ${classNames.length - 1}`
        : `classes are numbered 0, 1, ..., up to ${mostPixelClasses - 1}`;
    const ignoring = ignoredLabel < 0 ? 'none is ignored' : `${ignoredLabel} is ignored`;
    return `${label} is no class: ${classes}, and ${ignoring} (data.ignoredLabel).`;
  }
}

/**
 * The classes of maps: as they are named, or 0 to the largest label.
 * @param title of all maps, as in "a.npz: y"
 * @throws BadInputError where there are fewer than two, or most of the labels in between are not there
 */
export function pixelClasses(
  { counts, ignored, all }: PixelCounts,
  { ignoredLabel, classNames }: Settings,
  title: string,
): { readonly classNames: readonly string[]; readonly notes: readonly string[] } {
  const present = Array.from(counts.keys()).filter((label) => counts[label] > 0);
  if (present.length < 2)
    throw new BadInputError(
      `${title} holds ${present.length === 0 ? 'no class' : `one class only (${present[0]})`}${ignored > 0 ? ` beside what is ignored (${ignoredLabel}); is that a class (data.ignoredLabel: -1)?` : '.'}`,
    );
  const most = present[present.length - 1] + 1;
  if (classNames.length === 0 && most > 2 * present.length)
    throw new BadInputError(
      `${title} holds the labels ${listed(present)} alone; classes are numbered from 0 without gaps: write 0 to ${present.length - 1} in their place.`,
    );
  const names =
    classNames.length > 0 ? classNames : Array.from({ length: most }, (_, label) => String(label));
  const share =
    ignored === 0
      ? ''
      : `; ${shown(ignored / all)} of the pixels are ignored${ignoredLabel < 0 ? '' : ` (label ${ignoredLabel})`}`;
  return { classNames: names, notes: [`${title}: ${names.length} classes of pixels${share}.`] };
}

function listed(labels: readonly number[]): string {
  const text = labels.slice(0, 6).join(', ');
  return labels.length > 6 ? `${text}, ...` : text;
}

function shown(share: number): string {
  return share < 0.001 ? 'less than 0.1 %' : `${(100 * share).toFixed(1)} %`;
}
