import { type BrowserWindow, dialog } from 'electron';
import type { LifeEvent } from './window-life';

interface Choice {
  readonly button: string;
  readonly event: LifeEvent;
}

const closingChoices: readonly Choice[] = [
  { button: 'Go on in the background', event: 'go on in the background' },
  { button: 'Stop with a checkpoint', event: 'stop with a checkpoint' },
  { button: 'Stay', event: 'stay' },
];

/** Asks what becomes of the work that goes on when the window closes. */
export function askWhatBecomesOf(names: readonly string[], window: BrowserWindow): Promise<LifeEvent> {
  const detail = [
    names.slice(0, 8).join('\n') + (names.length > 8 ? `\nand ${names.length - 8} more` : ''),
    'In the background, Parasample goes on without its window and quits when all is done. Start it again, or use ' +
      'its icon in the notification area, to get the window back.',
    'Stopping lets each run finish its step, keep its scores and a checkpoint, and end; it can be continued later.',
  ].join('\n\n');
  const message =
    names.length === 1 ? 'Something is still going on.' : `${names.length} things are still going on.`;
  return ask(window, message, detail, closingChoices);
}

/** Asks whoever closes the window of an app that waits for its runs to save themselves. */
export function askWhetherToHurry(window: BrowserWindow): Promise<LifeEvent> {
  return ask(
    window,
    'The runs are saving themselves.',
    'Parasample quits when they have. Quitting at once loses the steps since their last checkpoints.',
    [
      { button: 'Quit at once', event: 'quit at once' },
      { button: 'Wait', event: 'stay' },
    ],
  );
}

/** The last choice changes nothing, so it is the one that Enter and Escape take. */
async function ask(
  window: BrowserWindow,
  message: string,
  detail: string,
  choices: readonly Choice[],
): Promise<LifeEvent> {
  const last = choices.length - 1;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message,
    detail,
    buttons: choices.map(({ button }) => button),
    defaultId: last,
    cancelId: last,
    noLink: true,
  });
  return choices[response]?.event ?? 'stay';
}
