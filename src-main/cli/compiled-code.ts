import { existsSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';

/**
 * Lets Node keep what it compiles of this program, of its threads and of its workers, in the folder of what can be fetched
 * again: compiling takes a good part of a short command's time. Node looks at each file's content before it takes what it kept. Where there
 * is no such folder yet, nothing is kept, and where the person names another (NODE_COMPILE_CACHE), there.
 */
export function keepCompiledCode(
  cacheFolder: string,
  environment: Record<string, string | undefined> = process.env,
): void {
  if (!existsSync(cacheFolder)) return;
  environment.NODE_COMPILE_CACHE ??= join(cacheFolder, 'compiled-code');
  // Older ones that are still taken have it, too, but the tests' Electron has not.
  module.enableCompileCache?.(environment.NODE_COMPILE_CACHE);
}
