import { sentenceOf } from '../../../src-shared/errors';
import { withBayesianLayers } from '../../../src-shared/experiment/bayesian-layers';
import type { NetworkBox, NetworkLayer, NetworkOutline } from '../../../src-shared/network/network-layer';
import type { Link } from '../../link/link.svelte';
import type { Draft } from '../draft.svelte';

const chosenPath = 'inference.bayesianLayers';
const nothing: NetworkOutline = { layers: [], boxes: [], outputs: [] };
const pointPath = 'inference.pointEstimateLayers';

/** The layers of the network that the form names, and which of them are to have a distribution. */
export class LayerTableState {
  #found: { readonly about: string; readonly outline: NetworkOutline } = $state.raw({
    about: '',
    outline: nothing,
  });
  #trouble: { readonly about: string; readonly text: string } = $state.raw({ about: '', text: '' });
  readonly #draft: Draft;
  readonly #link: Link;

  constructor(draft: Draft, link: Link) {
    this.#draft = draft;
    this.#link = link;
  }

  /** Whether a file is named at all. */
  get canLoad(): boolean {
    return (this.#draft.texts['model.path'] ?? '').trim() !== '';
  }

  /** Of the file that is named now; empty before it was asked for. */
  get rows(): readonly NetworkLayer[] {
    return this.#outline.layers;
  }

  /** How its layers follow each other. */
  get boxes(): readonly NetworkBox[] {
    return this.#outline.boxes;
  }

  /** What the file calls its outputs. */
  get outputs(): readonly string[] {
    return this.#outline.outputs;
  }

  get #outline(): NetworkOutline {
    return this.#found.about === this.#about ? this.#found.outline : nothing;
  }

  get trouble(): string {
    return this.#trouble.about === this.#about ? this.#trouble.text : '';
  }

  /** Names of the weights with a distribution, as the form has it. */
  get bayesian(): ReadonlySet<string> {
    const weights = this.rows.map((row) => ({ ...row, fanIn: 1, initial: 'zeros' }) as const);
    // What names the last layer needs one.
    if (!weights.some(({ name, shape }) => name.endsWith('.weight') && shape.length >= 2)) return new Set();
    const selection = {
      bayesianLayers: listIn(this.#draft.texts[chosenPath]),
      pointEstimateLayers: listIn(this.#draft.texts[pointPath]),
    };
    return new Set(
      withBayesianLayers(weights, selection).flatMap(({ name, bayesian }) => (bayesian ? [name] : [])),
    );
  }

  async load(): Promise<void> {
    const about = this.#about;
    const [path, classes] = [
      this.#draft.texts['model.path'] ?? '',
      Number(this.#draft.texts['model.head.classes']),
    ];
    try {
      const outline = await this.#link.api.networkLayers(path.trim(), ...(classes >= 1 ? [classes] : []));
      this.#found = { about, outline };
      this.#trouble = { about, text: '' };
    } catch (error) {
      this.#trouble = { about, text: sentenceOf(error, 'Reading the network') };
    }
  }

  /** Gives a layer a distribution or takes it away; of the last that has one it stays. */
  toggle(layer: string): void {
    const able = [...new Set(this.rows.filter(({ bayesian }) => bayesian).map((row) => row.layer))];
    const now = new Set(this.rows.filter(({ name }) => this.bayesian.has(name)).map((row) => row.layer));
    const wanted = able.filter((one) => (one === layer ? !now.has(one) : now.has(one)));
    if (wanted.length === 0) return;
    this.#draft.type(chosenPath, wanted.length === able.length ? '' : wanted.join(', '));
    this.#draft.type(pointPath, '');
  }

  get #about(): string {
    return JSON.stringify([this.#draft.texts['model.path'], this.#draft.texts['model.head.classes']]);
  }
}

function listIn(text = ''): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Numbers that a device holds for each parameter: itself, its gradient, and what the optimiser remembers of it. */
const heldPerParameter: Readonly<Record<string, number>> = { adam: 4, adamw: 4, sgd: 3 };

/** Of float32 numbers. */
export function trainedMegabytes(parameters: number, optimiser = 'adam'): number {
  return (parameters * (heldPerParameter[optimiser] ?? 4) * 4) / 1e6;
}
