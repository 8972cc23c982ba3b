import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core keeps its settings file here; the folder is removed in test/removeUserFolder.mjs.
process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'anyfast-n8n-'));
// The engine would log every error that a test provokes.
process.env.N8N_LOG_LEVEL ??= 'silent';

/** @type {[string, unknown]} */
const swc = ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }];

/** What is installed, what was built, and the stand-in are loaded once for all files of a worker. */
const loadedOnce = {
	testEnvironment: '<rootDir>/test/jest/Environment.mjs',
	transform: {
		'/(?:node_modules|dist)/.*\\.[cm]?js$': '<rootDir>/test/jest/loadedOnce.mjs',
		'/test/stand-in/(?!.*\\.test\\.ts$).*\\.ts$': '<rootDir>/test/jest/loadedOnce.mjs',
		'\\.[jt]s$': swc,
	},
	transformIgnorePatterns: ['/node_modules/(?:@jest|@swc|jest|expect)'],
};

/** For --coverage, which sees only what jest loads itself: all is loaded anew for each file. */
const loadedByJest = {
	transform: { '\\.[jt]s$': swc },
	// These two are ES modules only; what is built is tested as it is built.
	transformIgnorePatterns: ['/node_modules/(?!fastify-openapi-glue|@seriousme)', '<rootDir>/dist/'],
};

const { PROPERTY_SEED: SEED } = process.env;

/** @type {import('jest').Config} */
export default {
	...(process.argv.includes('--coverage') ? loadedByJest : loadedOnce),
	// No test fails because the machine is busy; one that hangs is ended with the whole.
	testTimeout: 10 * 60 * 1000,
	globals: {
		PROPERTIES: {
			runs: Number(process.env.PROPERTY_RUNS ?? 300),
			// The same cases in every run that must pass; a search by PROPERTY_RUNS draws others each time.
			seed: SEED ? Number(SEED) : process.env.PROPERTY_RUNS ? undefined : 1,
		},
	},
	// Two even on two cores, where jest would take one.
	maxWorkers: 2,
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	globalSetup: '<rootDir>/test/buildIfOld.mjs',
	globalTeardown: '<rootDir>/test/removeUserFolder.mjs',
	// Tests name the source and get what was built from it.
	moduleNameMapper: {
		'^(?:\\.\\./)+(nodes/(?:shared|Anyfast\\w+)|credentials)/(.*)$': '<rootDir>/dist/$1/$2',
	},
	collectCoverageFrom: ['dist/{nodes,credentials}/**/*.js'],
	coverageProvider: 'v8',
	coverageReporters: ['text', 'json-summary'],
	coverageThreshold: { global: { lines: 95, branches: 95 } },
};
