import { sentenceOf } from '../../../src-shared/errors';
import type { StartRow, StartTable } from '../../../src-shared/network/start-match';
import type { Link } from '../../link/link.svelte';
import { namesInText, pairsInText, textOfPairs } from '../../settings/name-list';
import type { Draft } from '../draft.svelte';

const namesPath = 'start.names';
const empty: StartTable = { rows: [], foldedAway: [], free: [] };

/** How the names of the network that the form names and of the file that it begins at go together; mends them. */
export class StartMatchState {
  #found: { readonly about: string; readonly table: StartTable } = $state.raw({ about: '', table: empty });
  #trouble: { readonly about: string; readonly text: string } = $state.raw({ about: '', text: '' });
  readonly #draft: Draft;
  readonly #link: Link;

  constructor(draft: Draft, link: Link) {
    this.#draft = draft;
    this.#link = link;
  }

  /** Whether both files are named. */
  get canMatch(): boolean {
    return this.#text('model.path') !== '' && this.#text('start.file') !== '';
  }

  get rows(): readonly StartRow[] {
    return this.#table.rows;
  }

  get misfits(): readonly StartRow[] {
    return this.rows.filter(({ why }) => why !== undefined);
  }

  /** How it stands, in a sentence. */
  get standing(): string {
    const count = this.misfits.length;
    const { foldedAway } = this.#table;
    if (count > 0)
      return `${count} of ${this.rows.length} tensors have none in the file: say what it calls them, or let their layers begin afresh.`;
    if (foldedAway.length > 0)
      return `The file has batch normalisations that the network does not have (${foldedAway.join(', ')}): exporting folded them away, and such weights do not belong there. Export the network with train() on.`;
    return 'All that begins there has its weights in the file.';
  }

  get hasProposals(): boolean {
    return this.rows.some(({ proposed }) => proposed !== undefined);
  }

  get trouble(): string {
    return this.#trouble.about === this.#about ? this.#trouble.text : '';
  }

  /** Names of the file that a tensor could have: those of its shape that nothing else takes. */
  choicesOf({ shape, inFile, proposed }: StartRow): readonly string[] {
    const fitting = this.#table.free
      .filter((one) => sizesOf(one.shape) === sizesOf(shape))
      .map((one) => one.name);
    return [...new Set([inFile, proposed, ...fitting].filter((name) => name !== undefined))];
  }

  async match(): Promise<void> {
    const about = this.#about;
    try {
      const table = await this.#link.api.matchStart(this.#model, {
        file: this.#text('start.file'),
        fresh: [...namesInText(this.#text('start.fresh'))],
        names: this.#names,
      });
      this.#found = { about, table };
      this.#trouble = { about, text: '' };
    } catch (error) {
      this.#trouble = { about, text: sentenceOf(error, 'Matching the names') };
    }
  }

  /** Says what the file calls a tensor, or that it has its own name there. */
  async name(tensor: string, inFile: string): Promise<void> {
    await this.#setNames({ ...this.#names, [tensor]: inFile });
  }

  async takeProposals(): Promise<void> {
    const proposed = this.rows.flatMap(({ name, proposed }) =>
      proposed === undefined ? [] : [[name, proposed]],
    );
    await this.#setNames({ ...this.#names, ...Object.fromEntries(proposed) });
  }

  async #setNames(names: Readonly<Record<string, string>>): Promise<void> {
    const pairs = Object.entries(names).filter(([ours, theirs]) => ours !== theirs && theirs !== '');
    this.#draft.type(namesPath, textOfPairs(pairs));
    await this.match();
  }

  get #table(): StartTable {
    return this.#found.about === this.#about ? this.#found.table : empty;
  }

  get #names(): Readonly<Record<string, string>> {
    return pairsInText(this.#text(namesPath)) ?? {};
  }

  get #model(): Readonly<Record<string, unknown>> {
    const classes = Number(this.#text('model.head.classes'));
    const batchNorm = this.#text('model.batchNorm');
    return {
      ...{ kind: 'onnx', path: this.#text('model.path') },
      ...(classes >= 1 ? { head: { classes } } : {}),
      ...(batchNorm === '' ? {} : { batchNorm }),
    };
  }

  #text(path: string): string {
    return (this.#draft.texts[path] ?? '').trim();
  }

  get #about(): string {
    return JSON.stringify([
      this.#model,
      ...['start.file', 'start.fresh', namesPath].map((path) => this.#text(path)),
    ]);
  }
}

/** Axes of length 1 aside. */
function sizesOf(shape: readonly number[]): string {
  return shape.filter((length) => length !== 1).join();
}
