import { Menu, nativeImage, Tray } from 'electron';
import icon from './tray-icon.png?inline';

export interface TrayActions {
  readonly open: () => void;
  readonly stop: () => void;
}

/**
 * Shows the app in the notification area while it has no window. Where a desktop has no such area, starting the app
 * again brings the window back as well.
 */
export function showTray({ open, stop }: TrayActions): Tray {
  const tray = new Tray(nativeImage.createFromDataURL(icon));
  tray.setToolTip('Parasample goes on in the background');
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: 'Open Parasample', click: open },
      { type: 'separator' },
      { label: 'Stop with a checkpoint and quit', click: stop },
    ]),
  );
  tray.on('click', open);
  return tray;
}
