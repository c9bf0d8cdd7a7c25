import { basename, join, resolve } from 'node:path';
import { build } from 'vite';

/** Bundles one script as the app's build does, into `folder`; returns the built script. */
export async function builtScript(source: string, folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve(source),
      outDir: folder,
      emptyOutDir: false,
      target: 'node24',
      rolldownOptions: { output: { format: 'cjs' } },
    },
    ssr: { noExternal: true },
  });
  return join(folder, `${basename(source, '.ts')}.js`);
}
