interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const usual = { width: 1280, height: 860 };

/**
 * A place for the window that lies wholly on one screen: where it was if that screen is still there, else in the
 * middle of the first. All in device-independent pixels.
 *
 * @param screens what is free of each screen, the main one first; at least one
 */
export function placeOnScreens(wanted: Area | undefined, screens: readonly Area[]): Area {
  const screen = screens.find((area) => wanted && holdsMiddle(area, wanted)) ?? screens[0];
  const width = Math.min(wanted?.width ?? usual.width, screen.width);
  const height = Math.min(wanted?.height ?? usual.height, screen.height);
  const isThere = wanted !== undefined && holdsMiddle(screen, wanted);
  const x = isThere ? wanted.x : screen.x + Math.round((screen.width - width) / 2);
  const y = isThere ? wanted.y : screen.y + Math.round((screen.height - height) / 2);
  return {
    x: between(x, screen.x, screen.x + screen.width - width),
    y: between(y, screen.y, screen.y + screen.height - height),
    width,
    height,
  };
}

function holdsMiddle(area: Area, { x, y, width, height }: Area): boolean {
  const middleX = x + width / 2 - area.x;
  const middleY = y + height / 2 - area.y;
  return middleX >= 0 && middleX < area.width && middleY >= 0 && middleY < area.height;
}

function between(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
