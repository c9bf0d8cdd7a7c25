import { writeFileSync } from 'node:fs';

/** Of the environment: where the report is written to. */
export const reportVariable = 'PARASAMPLE_SPEC_REPORT';

/**
 * Vitest's own JSON report knows no errors of hooks: they are the describe's, and it has those of files and tests alone.
 * @typedef {object} SpecFile
 * @property {string} file path
 * @property {boolean} hasBegun false of files that were left after an earlier failure
 * @property {readonly string[]} errors of the file and of its describes' hooks
 * @property {readonly {name: string, state: string, error?: string | undefined}[]} tests state: passed, failed, skipped or pending
 */
export default class SpecReporter {
  onTestRunEnd(testModules) {
    writeFileSync(process.env[reportVariable], JSON.stringify(testModules.map(specFile)));
  }
}

/** @returns {SpecFile} */
function specFile(testModule) {
  const suites = [...testModule.children.allSuites()];
  return {
    file: testModule.moduleId,
    hasBegun: testModule.state() !== 'queued' && testModule.state() !== 'pending',
    errors: [testModule, ...suites].flatMap((one) => one.errors().map(({ message }) => message)),
    tests: [...testModule.children.allTests()].map((test) => {
      const { state, errors } = test.result();
      const error = errors?.[0]?.message;
      return { name: test.fullName, state, ...(error === undefined ? {} : { error }) };
    }),
  };
}
