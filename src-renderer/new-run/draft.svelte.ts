import { type Experiment, experimentSchema } from '../../src-shared/experiment/experiment';
import type { Problem } from '../../src-shared/experiment/problem';
import { type Checked, checkExperiment } from '../../src-shared/experiment/problems';
import { type Settings, valueAt, withValue } from '../../src-shared/experiment/setting-paths';
import type { Link } from '../link/link.svelte';
import { assemble, type Texts, textsOf } from '../settings/assemble';
import { experimentIn } from '../settings/experiment-file';
import { withConsequences } from './consequences';

const checkDelayMs = 300;

/** What examples choose to suit their own data: a colder posterior and a wider start learn digits in seconds. */
const tunedToData = ['name', 'inference.heat', 'inference.posteriorStd'] as const;
const startingTexts = textsOf({
  ...experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  }),
});

/** The experiment that the form is about: what is typed, what it amounts to, and what is wrong with it. */
export class Draft {
  readonly #link: Link;
  #base: Settings = $state.raw({});
  #origin: Settings = $state.raw({});
  /** Whether somebody is at a text of it that cannot be read: what stands here is not what they see. */
  isHeld: boolean = $state(false);
  #dataset: string = $state('digits');
  #texts: Texts = $state.raw({});
  #devices: readonly string[] = $state.raw([]);
  #fromCore: { readonly about: string; readonly problems: readonly Problem[] } = $state.raw({
    about: '',
    problems: [],
  });
  #touched: ReadonlySet<string> = $state.raw(new Set());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLeft = false;

  #assembled = $derived(
    assemble(withValue(this.#base, 'data.dataset', this.#dataset), this.texts, this.#devices),
  );
  #checked: Checked = $derived(checkExperiment(this.#assembled.settings));
  #problems: readonly Problem[] = $derived(this.#allProblems());

  constructor(link: Link, experiment?: Experiment) {
    this.#link = link;
    if (experiment) this.fill(experiment);
  }

  /**
   * The same on another page, which this one is handed to. It has to be begun there: what is derived belongs to the page that it
   * was begun on, and stays as it stood once that is left.
   */
  continued(): Draft {
    this.leave();
    const draft = new Draft(this.#link);
    draft.#base = this.#base;
    draft.#origin = this.#origin;
    draft.#dataset = this.#dataset;
    draft.#texts = this.#texts;
    draft.#devices = this.#devices;
    draft.#touched = this.#touched;
    draft.#checkLater();
    return draft;
  }

  get dataset(): string {
    return this.#dataset;
  }

  get devices(): readonly string[] {
    return this.#devices;
  }

  /** What stands in each field, and the chosen data set. */
  get texts(): Texts {
    return { ...this.#texts, 'data.dataset': this.#dataset };
  }

  /** Everything wrong with the draft, the core's findings (devices, data) included. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** The whole experiment, once its shape is right; the core may still find something. */
  get experiment(): Experiment | undefined {
    return this.#checked.ok && this.#assembled.unreadable.length === 0 ? this.#checked.experiment : undefined;
  }

  get settings(): Settings {
    return this.#assembled.settings;
  }

  /** The experiment that the form began with. */
  get origin(): Settings {
    return this.#origin;
  }

  get originName(): string {
    return String(this.#origin.name ?? '');
  }

  /** The message for one setting, or for anything inside it; empty where it is right. */
  problemAt(path: string): string {
    const problem = this.#problems.find(({ path: at }) => at === path || at.startsWith(`${path}.`));
    return problem?.message ?? '';
  }

  /** Whether a setting still waits for its first text: nothing is wrong with the person's input yet. */
  isAwaited(path: string): boolean {
    return !this.#touched.has(path) && this.texts[path]?.trim() === '';
  }

  /** The person has been at a field, whatever is in it. */
  touch(path: string): void {
    this.#touched = new Set([...this.#touched, path]);
  }

  type(path: string, text: string): void {
    this.touch(path);
    this.#texts = withConsequences({ ...this.#texts, [path]: text }, path, this.#devices.length);
    if (path === 'parallel.mode' && text === 'local') this.#devices = this.#devices.slice(0, 1);
    this.#checkLater();
  }

  /**
   * Chooses another data set; settings that it does not know are left out of the experiment. What an example tuned for
   * its own data, and nobody typed, goes back to what everybody starts from.
   */
  chooseDataset(id: string): void {
    const tuned = id === valueAt(this.#base, 'data.dataset') ? {} : this.#untouchedTuning();
    this.#dataset = id;
    const texts = { ...this.texts, ...tuned };
    this.#texts = withConsequences(texts, 'data.dataset', this.#devices.length);
    this.#checkLater();
  }

  /** Adds or takes away a device; where one device does all, the new one takes the old one's place. */
  toggleDevice(id: string): void {
    const isAlone = this.#texts['parallel.mode'] === 'local';
    if (this.#devices.includes(id)) this.#devices = this.#devices.filter((device) => device !== id);
    else this.#devices = isAlone ? [id] : [...this.#devices, id].sort(compareDeviceIds);
    this.#checkLater();
  }

  /** Begins with an experiment, of which changes are told from now on. */
  fill(experiment: Experiment): void {
    this.#touched = new Set();
    this.#origin = { ...experiment };
    this.take(experiment);
  }

  /** Puts another experiment into the form, as a change of the one that it began with. */
  take(experiment: Experiment): void {
    const settings: Settings = { ...experiment };
    this.#base = settings;
    this.#texts = textsOf(settings);
    this.#dataset = experiment.data.dataset;
    this.#devices = experiment.parallel.devices;
    this.#checkLater();
  }

  /** Fills the form from an experiment file (JSON or YAML). Returns why it cannot, or an empty text. */
  fillFrom(text: string): string {
    const experiment = experimentIn(text);
    if (typeof experiment === 'string') return experiment;
    this.fill(experiment);
    return '';
  }

  /** Asks the core again, say because data has been fetched or a device has come. */
  recheck(): void {
    this.#fromCore = { about: '', problems: [] };
    this.#checkLater();
  }

  /** Asks the core no more: the form is gone, and what it would ask about with it. */
  leave(): void {
    this.#isLeft = true;
    clearTimeout(this.#timer);
  }

  #allProblems(): readonly Problem[] {
    const { unreadable, settings } = this.#assembled;
    const shape = this.#checked.ok ? [] : this.#checked.problems;
    const rest = shape.filter(({ path }) => !unreadable.some((problem) => path.startsWith(problem.path)));
    const own = [...unreadable, ...rest];
    return own.length === 0 && this.#fromCore.about === JSON.stringify(settings)
      ? this.#fromCore.problems
      : own;
  }

  #untouchedTuning(): Texts {
    const filled = textsOf(this.#base);
    const untouched = tunedToData.filter((path) => this.#texts[path] === filled[path]);
    return Object.fromEntries(untouched.map((path) => [path, startingTexts[path] ?? '']));
  }

  #checkLater(): void {
    clearTimeout(this.#timer);
    if (this.#isLeft) return;
    this.#timer = setTimeout(() => void this.#askCore(), checkDelayMs);
  }

  async #askCore(): Promise<void> {
    const { experiment, settings } = this;
    if (!experiment) return;
    const about = JSON.stringify(settings);
    try {
      const checked = await this.#link.api.check(settings);
      this.#fromCore = { about, problems: checked.ok ? [] : checked.problems };
    } catch {
      // Starting the run checks again and tells; without a connection the page says so already.
    }
  }
}

/** cpu:2 before cpu:10, CPU slots before GPUs. */
function compareDeviceIds(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
