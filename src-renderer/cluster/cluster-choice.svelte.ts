import type { ClusterHere } from '../../src-shared/cluster/cluster-job';
import { type ClusterOptions, clusterOptionsSchema } from '../../src-shared/cluster/cluster-options';
import type { Link } from '../link/link.svelte';

const names = ['partition', 'account', 'time'] as const;
const counts = ['nodes', 'gpus', 'processes', 'cpus'] as const;
export type ClusterField = (typeof names)[number] | (typeof counts)[number] | 'more';

/** What a person asks of SLURM, as it stands in the form, and the cluster that is there. */
export class ClusterChoice {
  readonly #link: Link;
  #here: ClusterHere = $state.raw({ state: 'missing' });
  #texts: Readonly<Record<ClusterField, string>> = $state.raw(textsOf(clusterOptionsSchema.parse({})));

  constructor(link: Link, options?: ClusterOptions) {
    this.#link = link;
    if (options) this.#texts = textsOf(options);
  }

  /** Whether a run can be submitted from here. */
  get here(): ClusterHere {
    return this.#here;
  }

  get texts(): Readonly<Record<ClusterField, string>> {
    return this.#texts;
  }

  change(field: ClusterField, text: string): void {
    this.#texts = { ...this.#texts, [field]: text };
  }

  /** Asks for the cluster. @param takesLast whether the form begins with what was asked for the last time */
  async read(takesLast: boolean): Promise<void> {
    this.#here = await this.#link.api.cluster().catch((): ClusterHere => ({ state: 'missing' }));
    if (takesLast && this.#here.state === 'found' && this.#here.lastOptions)
      this.#texts = textsOf(this.#here.lastOptions);
  }

  /** What the form asks for, or what is wrong with it. */
  readonly #checked = $derived.by(() => clusterOptionsSchema.safeParse(valuesOf(this.#texts)));

  get options(): ClusterOptions | undefined {
    return this.#checked.data;
  }

  /** What is wrong with a field; empty where nothing is. */
  problemAt(field: ClusterField): string {
    const issues = this.#checked.error?.issues ?? [];
    return issues.find(({ path }) => path[0] === field)?.message ?? '';
  }
}

function textsOf(options: ClusterOptions): Record<ClusterField, string> {
  const { partition = '', account = '', time = '', nodes, gpus, processes, cpus, more } = options;
  return {
    partition,
    account,
    time,
    nodes: `${nodes}`,
    gpus: `${gpus}`,
    processes: `${processes}`,
    cpus: `${cpus}`,
    more: more.join('\n'),
  };
}

function valuesOf(texts: Readonly<Record<ClusterField, string>>): Record<string, unknown> {
  const named = names.filter((name) => texts[name].trim() !== '').map((name) => [name, texts[name]]);
  const counted = counts.map((name) => [name, texts[name].trim() === '' ? undefined : Number(texts[name])]);
  const more = texts.more
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return { ...Object.fromEntries([...named, ...counted]), more };
}
