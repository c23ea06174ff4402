// After all tests: nothing of the run stays.
export default () => globalThis.endOfRun();
