import { createContext } from 'svelte';
import { remember, remembered } from './memory';

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** Light or dark: as the system says, or as the person chose. */
export class Theme {
  #choice: ThemeChoice = $state(themeChoices.find((choice) => choice === remembered('theme')) ?? 'system');
  #systemIsDark: boolean = $state(false);
  #shown: 'light' | 'dark' = $derived(
    this.#choice === 'system' ? (this.#systemIsDark ? 'dark' : 'light') : this.#choice,
  );

  /** Follows the system from now on. */
  follow(system: MediaQueryList): void {
    this.#systemIsDark = system.matches;
    system.addEventListener('change', (event) => {
      this.#systemIsDark = event.matches;
    });
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }

  get shown(): 'light' | 'dark' {
    return this.#shown;
  }

  choose(choice: ThemeChoice): void {
    this.#choice = choice;
    remember('theme', choice);
  }
}

export const [useTheme, provideTheme] = createContext<Theme>();
