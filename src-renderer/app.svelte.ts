import { createContext } from 'svelte';
import { sentenceOf } from '../src-shared/errors';
import type { Experiment } from '../src-shared/experiment/experiment';
import type { About, Preset } from '../src-shared/protocol/api';
import { DeviceWatch } from './devices/watch.svelte';
import { RuntimeInstallation } from './home/installation.svelte';
import type { Link } from './link/link.svelte';
import type { Draft } from './new-run/draft.svelte';
import { DatasetShelf } from './new-run/shelf.svelte';
import { RunList } from './runs/list.svelte';
import { ServerList } from './servers/servers.svelte';
import { placeLeft } from './shell/place';
import { Undo } from './shell/undo.svelte';
import { UnseenEnds } from './shell/unseen-ends.svelte';
import { StorageDesk } from './storage/storage-desk.svelte';
import { Announcer } from './ui/announcer.svelte';
import { OfferedCommands } from './ui/offered-commands.svelte';
import { Theme } from './ui/theme.svelte';

/** What the form of a new run is to begin with. */
export type BroughtSettings =
  /** Settings of a file, and what of them has no counterpart here, as sentences. */
  | { readonly experiment: Experiment; readonly notes: readonly string[] }
  /** A form that was begun elsewhere, whole or not. */
  | { readonly draft: Draft };

/** What all views share. */
export class App {
  readonly link: Link;
  readonly announcer = new Announcer();
  readonly theme = new Theme();
  readonly offered = new OfferedCommands();
  readonly undo = new Undo();
  readonly unseenEnds: UnseenEnds;
  readonly runs: RunList;
  readonly devices: DeviceWatch;
  readonly datasets: DatasetShelf;
  readonly runtime: RuntimeInstallation;
  readonly storage: StorageDesk;
  readonly serverList: ServerList;
  #about: About | undefined = $state.raw();
  #presets: readonly Preset[] = $state.raw([]);
  #trouble: string = $state('');
  #brought: BroughtSettings | undefined;

  constructor(link: Link) {
    this.link = link;
    this.unseenEnds = new UnseenEnds(link);
    this.runs = new RunList(link, this.announcer);
    this.devices = new DeviceWatch(link);
    this.datasets = new DatasetShelf(link);
    this.runtime = new RuntimeInstallation(link, () => void this.#load());
    this.storage = new StorageDesk(link);
    this.serverList = new ServerList(link);
    link.onEvent(({ type }) => {
      if (type === 'restored') startAnew();
    });
    link.onConnected(() => void this.#load());
  }

  get about(): About | undefined {
    return this.#about;
  }

  get presets(): readonly Preset[] {
    return this.#presets;
  }

  /** Keeps settings for the form of a new run. */
  bring(settings: BroughtSettings): void {
    this.#brought = settings;
  }

  /** The settings that the form is to begin with, once; undefined where it begins as usual. */
  takeBrought(): BroughtSettings | undefined {
    const brought = this.#brought;
    this.#brought = undefined;
    return brought;
  }

  /** Why the first things could not be read; empty where they could. */
  get trouble(): string {
    return this.#trouble;
  }

  /** The experiment that a newcomer starts with: small enough to finish within a minute on any machine. */
  get demo(): Preset | undefined {
    return this.#presets.find(({ experiment }) => experiment.data.dataset === 'digits');
  }

  async #load(): Promise<void> {
    const { api } = this.link;
    try {
      const [about, presets, place] = await Promise.all([api.about(), api.presets(), placeLeft(api)]);
      // An address that names a place goes before the place where the window was left.
      if (location.hash === '' && place !== undefined) location.hash = place;
      this.#about = about;
      this.#presets = presets;
      await Promise.all([
        this.runs.load(),
        this.devices.load(),
        this.datasets.load(),
        this.runtime.load(),
        this.storage.load(),
        this.serverList.load(),
      ]);
      this.#trouble = '';
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Reading the runs, devices and data sets');
    }
  }
}

/** Nothing that a view has read is of a database that was restored. */
function startAnew(): void {
  location.hash = '';
  location.reload();
}

export const [useApp, provideApp] = createContext<App>();
