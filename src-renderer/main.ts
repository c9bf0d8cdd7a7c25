import './no-eval';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { mount } from 'svelte';
import Main from './App.svelte';
import { openChannel } from './connection';
import { App } from './core/app.svelte';
import { Link } from './core/link.svelte';

const target = document.getElementById('app');
if (target) {
  const link = new Link(openChannel);
  const app = new App(link);
  app.theme.follow(matchMedia('(prefers-color-scheme: dark)'));
  mount(Main, { target, props: { app } });
  void link.keepUp();
}
