import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodVariants } from '../../src-shared/study/study-methods';
import { type CheckedStudy, planStudy } from '../../src-shared/study/study-plan';
import type { Question } from './describe';

/** What a person writes to set up a study; lists are texts with commas. */
export interface StudyTexts {
  readonly name: string;
  readonly kind: Question;
  readonly devices: string;
  readonly samples: string;
  readonly seeds: string;
  readonly views: string;
  readonly threads: string;
  readonly metric: string;
  readonly value: string;
}

const modes = ['local', 'sp', 'ddp', 'hybrid'] as const;

/** A study that is being set up, checked as it is written. */
export class StudyDraft {
  #base: Experiment = $state.raw() as Experiment;
  #texts: StudyTexts = $state.raw({
    name: 'Scaling study',
    kind: 'strong-scaling',
    devices: '1, 2',
    samples: '16',
    seeds: '0',
    views: '',
    threads: '1',
    metric: 'validation.accuracy',
    value: '0.9',
  });
  #modes: readonly string[] = $state.raw(['sp', 'ddp']);
  #methods: readonly string[] = $state.raw([
    'variational',
    'ivon',
    'deep-ensemble',
    'laplace',
    'point-estimate',
  ]);
  #checked: CheckedStudy = $derived(planStudy(this.study));

  constructor(base: Experiment) {
    this.#base = base;
  }

  get texts(): StudyTexts {
    return this.#texts;
  }

  get modes(): readonly string[] {
    return this.#modes;
  }

  /** Names of those that are compared. */
  get methods(): readonly string[] {
    return this.#methods;
  }

  set base(base: Experiment) {
    this.#base = base;
  }

  /** The runs that it makes, or what is wrong with it. */
  get checked(): CheckedStudy {
    return this.#checked;
  }

  /** The study as it is written; it may be wrong. */
  get study(): unknown {
    const { name, kind, devices, samples, seeds, views, threads, metric, value } = this.#texts;
    if (kind === 'methods') return this.#comparison();
    const { threadsPerDevice: _, dataGroups: __, ...parallel } = this.#base.parallel;
    const needsThreads = parallel.devices.some((device) => device.startsWith('cpu:'));
    return {
      name,
      kind,
      base: {
        ...this.#base,
        parallel: { ...parallel, ...(needsThreads && threads ? { threadsPerDevice: Number(threads) } : {}) },
      },
      grid: {
        mode: this.#modes,
        devices: numbersIn(devices),
        [kind === 'weak-scaling' ? 'samplesPerDevice' : 'samples']: numbersIn(samples),
        seeds: numbersIn(seeds),
        ...(views.trim() === '' ? {} : { views: numbersIn(views) }),
      },
      ...(kind === 'epochs-to-target' ? { target: { metric, value: Number(value) } } : {}),
    };
  }

  /** Methods on the devices of the settings, which all share alike. */
  #comparison(): unknown {
    const { name, seeds } = this.#texts;
    const variants = methodVariants(this.#base, this.#methods);
    return { name, kind: 'grid', base: this.#base, grid: { variants, seeds: numbersIn(seeds) } };
  }

  write(part: Partial<StudyTexts>): void {
    this.#texts = { ...this.#texts, ...part };
  }

  /** What is asked; a comparison of methods needs several seeds, and is no scaling study. */
  choose(kind: Question): void {
    this.write(kind === 'methods' ? { kind, name: 'Methods compared', seeds: '0, 1, 2' } : { kind });
  }

  toggleMethod(method: string): void {
    const chosen = this.#methods;
    this.#methods = chosen.includes(method) ? chosen.filter((one) => one !== method) : [...chosen, method];
  }

  toggleMode(mode: string): void {
    this.#modes = modes.filter((one) => (one === mode) !== this.#modes.includes(one));
  }
}

export const studyModes = modes;

/** Numbers with commas or spaces between; what is none stays NaN, which the check names. */
function numbersIn(text: string): readonly number[] {
  return text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(Number);
}
