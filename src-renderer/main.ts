import './no-eval';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { mount } from 'svelte';
import { App } from './app.svelte';
import { openChannel } from './link/connection';
import { Link } from './link/link.svelte';
import { inFormWords } from './settings/form-words';
import Main from './shell/App.svelte';
import { dropStraySecondClicks } from './ui/second-clicks';

const target = document.getElementById('app');
if (target) {
  const link = new Link(openChannel, inFormWords);
  const app = new App(link);
  app.theme.follow(matchMedia('(prefers-color-scheme: dark)'));
  dropStraySecondClicks(window);
  mount(Main, { target, props: { app } });
  void link.keepUp();
}
