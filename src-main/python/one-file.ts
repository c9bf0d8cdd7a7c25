import type { PythonModule } from './networks';

/**
 * Modules one after the other in one file, without what each says of itself and without their imports: the file that
 * they become part of imports what is not theirs.
 */
export function inOneFile(modules: readonly PythonModule[]): string {
  return modules.map(({ code }) => withoutHeader(code).trim()).join('\n\n\n');
}

function withoutHeader(code: string): string {
  return code.replace(/^"""[\s\S]*?"""\n/, '').replaceAll(/^(?:import|from) .*\n/gm, '');
}
