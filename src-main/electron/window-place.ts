import { type BrowserWindow, type Rectangle, screen } from 'electron';
import { z } from 'zod';
import type { Api } from '../../src-shared/protocol/api';
import { placeOnScreens } from './place-on-screens';

const key = 'window-place';
const placeSchema = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  isMaximised: z.boolean(),
});

export interface WindowPlace {
  readonly bounds: Rectangle;
  readonly isMaximised: boolean;
}

/** Where the window was left, moved onto the screens of today; a first window gets the usual size. */
export async function placeLeft(api: Api): Promise<WindowPlace> {
  const kept = placeSchema.safeParse(await api.keptState(key).catch(() => null));
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
  const bounds = placeOnScreens(kept.success ? kept.data : undefined, screens);
  return { bounds, isMaximised: kept.success && kept.data.isMaximised };
}

/** Keeps where the window is, for the next start. Nothing depends on it: what fails is forgotten. */
export async function keepPlace(api: Api, window: BrowserWindow): Promise<void> {
  const place = { ...window.getNormalBounds(), isMaximised: window.isMaximized() };
  await api.keepState(key, place).catch(() => undefined);
}
