import { existsSync, readdirSync, rmSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { version } from '../../package.json';

/**
 * Lets Node keep what it compiles of this program, of its threads and of its workers, in the folder of what can be fetched
 * again: compiling takes a good part of a short command's time. Node looks at each file's content before it takes what it kept. Where there
 * is no such folder yet, nothing is kept, and where the person names another (NODE_COMPILE_CACHE), there. Each version of this
 * program keeps its own, and what other versions left goes: their files have other names, so that nothing would replace them.
 */
export function keepCompiledCode(
  cacheFolder: string,
  environment: Record<string, string | undefined> = process.env,
): void {
  if (!existsSync(cacheFolder)) return;
  const kept = join(cacheFolder, 'compiled-code');
  environment.NODE_COMPILE_CACHE ??= join(kept, version);
  // Older ones that are still taken have it, too, but the tests' Electron has not.
  module.enableCompileCache?.(environment.NODE_COMPILE_CACHE);
  forgetOtherVersions(kept);
}

function forgetOtherVersions(kept: string): void {
  try {
    for (const name of readdirSync(kept))
      if (name !== version) rmSync(join(kept, name), { recursive: true, force: true });
  } catch {
    // Nothing was kept yet, or it is not ours to remove: the command goes on without.
  }
}
