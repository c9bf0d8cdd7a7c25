import type { Api } from '../../src-shared/protocol/api';
import { hrefOf, parseRoute } from '../ui/route';

const key = 'window';

/** Keeps where the window stands, for when it is opened again. Nothing depends on it: what fails is forgotten. */
export async function keepPlace(api: Api, hash: string): Promise<void> {
  await api.keepState(key, { place: hash }).catch(() => undefined);
}

/** The address at which the window was left; undefined for one that was never open. */
export async function placeLeft(api: Api): Promise<string | undefined> {
  const kept: unknown = await api.keptState(key).catch(() => null);
  const place = typeof kept === 'object' && kept !== null ? Reflect.get(kept, 'place') : undefined;
  return typeof place === 'string' ? hrefOf(parseRoute(place)) : undefined;
}
