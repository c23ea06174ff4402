// Jest: native ES modules, TypeScript through swc, one project for the whole house.
export default {
  rootDir: '..',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript', tsx: true }, target: 'es2022', transform: { react: { runtime: 'automatic' } } },
        module: { type: 'es6' },
      },
    ],
  },
  testMatch: ['<rootDir>/{device-drivers,rules,gateway,simulators,dashboard,bench}/**/*.test.ts?(x)'],
  setupFiles: ['<rootDir>/config/lengths.mjs'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testTimeout: 30000,
  globalSetup: '<rootDir>/config/jest-run.mjs',
  globalTeardown: '<rootDir>/config/jest-end.mjs',
  testSequencer: '<rootDir>/config/longest-first.mjs',
  // Jest leaves one core free; most of our tests wait for a browser or a disk, and the whole run has to end in 25 minutes.
  maxWorkers: 2,
};
