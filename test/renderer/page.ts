import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { FakeCore } from './fake-core';
import { PageServer } from './page-server';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Chromium of this machine; undefined where there is none. */
export const chromiumPath = candidates.find((path) => existsSync(path));

/** The window's page, built as for the rig's old Chrome, and a browser to open it in. */
export class PageRig {
  readonly #folder: string;
  readonly #browser: Browser;
  readonly #servers: PageServer[] = [];

  private constructor(folder: string, browser: Browser) {
    this.#folder = folder;
    this.#browser = browser;
  }

  static async start(executablePath: string): Promise<PageRig> {
    const folder = await mkdtemp(join(tmpdir(), 'parasample-page-'));
    await build({
      root: resolve('src-renderer'),
      configFile: false,
      logLevel: 'error',
      base: './',
      plugins: [svelte()],
      build: { outDir: folder, emptyOutDir: true, target: 'chrome108' },
    });
    const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
    args.push('--disable-background-networking', '--disable-component-update', '--disable-sync');
    return new PageRig(folder, await chromium.launch({ executablePath, args }));
  }

  /** Opens the page at a place such as `#/runs`, with a core of its own. */
  async open(place: string, core = new FakeCore(), size = { width: 1280, height: 800 }): Promise<OpenPage> {
    const server = new PageServer(this.#folder, core);
    this.#servers.push(server);
    const address = await server.listen();
    const page = await this.#browser.newPage({ viewport: size, bypassCSP: false });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.goto(address + place);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return { page, core, server, complaints };
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    for (const server of this.#servers) server.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export interface OpenPage {
  readonly page: Page;
  readonly core: FakeCore;
  readonly server: PageServer;
  /** Errors and warnings on the page's console: breaches of its security policy are among them. */
  readonly complaints: string[];
}
