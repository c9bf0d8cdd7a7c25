import { dialog } from 'electron';

/** Asks, in a dialog that no page can answer, whether the window may use the files of a folder. */
export async function askForFolder(folder: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: 'May the window use this folder?',
    detail: `${folder}\n\nIt could read and write the files in it until Parasample is closed.`,
    buttons: ['Allow', 'Refuse'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
