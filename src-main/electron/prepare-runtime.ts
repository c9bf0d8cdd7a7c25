import type { Api } from '../../src-shared/protocol/api';

/**
 * Makes TensorFlow ready as `npm start` does in a checkout: installs it on the very first start, while there are no runs
 * yet, and afterwards only makes what is installed fit this version. The window shows it and can cancel it.
 */
export async function prepareRuntime(api: Api): Promise<void> {
  const { kind } = await api.runtime();
  if (kind === 'impossible') return;
  if (kind === 'installable' && (await api.runs()).length > 0) return;
  await api.installRuntime();
}
