import type { Api } from '../../src-shared/protocol/api';
import type { Studies } from '../studies/studies';

/** The API's methods about studies. They throw ParasampleError; arguments are checked by the caller. */
export function studyMethods(
  studies: Studies,
): Pick<Api, 'startStudy' | 'stopStudy' | 'studies' | 'study' | 'writeStudy' | 'writeStudyReport'> {
  return {
    startStudy: (value, options) => studies.start(value, options?.again),
    stopStudy: async (id) => {
      studies.stop(id);
      return null;
    },
    studies: async () => studies.list(),
    study: async (id) => studies.report(id),
    writeStudyReport: async (id, file) => ({ file: await studies.writeReport(id, file) }),
    writeStudy: async (id, folder) => ({ files: await studies.write(id, folder) }),
  };
}
