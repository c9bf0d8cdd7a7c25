import './no-eval';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { mount } from 'svelte';
import { App } from './app.svelte';
import { openChannel } from './link/connection';
import { Link } from './link/link.svelte';
import Main from './shell/App.svelte';

const target = document.getElementById('app');
if (target) {
  const link = new Link(openChannel);
  const app = new App(link);
  app.theme.follow(matchMedia('(prefers-color-scheme: dark)'));
  mount(Main, { target, props: { app } });
  void link.keepUp();
}
