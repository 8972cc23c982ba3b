import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core keeps its settings file here; the folder is removed in test/removeUserFolder.mjs.
process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'anyfast-n8n-'));
// The engine would log every error that a test provokes.
process.env.N8N_LOG_LEVEL ??= 'silent';

/** @type {import('jest').Config} */
export default {
	// No test fails because the machine is busy; one that hangs is ended with the whole.
	testTimeout: 10 * 60 * 1000,
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	globalSetup: '<rootDir>/test/buildIfOld.mjs',
	globalTeardown: '<rootDir>/test/removeUserFolder.mjs',
	transform: {
		'\\.[jt]s$': ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }],
	},
	// These two are ES modules only; what is built is tested as it is built.
	transformIgnorePatterns: ['/node_modules/(?!fastify-openapi-glue|@seriousme)', '<rootDir>/dist/'],
	// Tests name the source and get what was built from it.
	moduleNameMapper: {
		'^(?:\\.\\./)+(nodes/(?:shared|Anyfast\\w+)|credentials)/(.*)$': '<rootDir>/dist/$1/$2',
	},
	// Only with --coverage.
	collectCoverageFrom: ['dist/{nodes,credentials}/**/*.js'],
	coverageProvider: 'v8',
	coverageReporters: ['text', 'json-summary'],
	coverageThreshold: { global: { lines: 95, branches: 95 } },
};
