import { createRequire } from 'node:module';

import { TestEnvironment } from 'jest-environment-node';

import { compileOpenApiRulesOnce } from './openApiRules.mjs';
import { giveUpStorages } from './storages.mjs';

const require = createRequire(import.meta.url);

/** @type {unknown} */
let readsTypeScript;

const ERRORS = [Error, AggregateError, RangeError, SyntaxError, TypeError];

/** Node.js as it is, and what loads modules once for all files of a worker; see loadedOnce.mjs. */
export default class Environment extends TestEnvironment {
	/** @override */
	async setup() {
		await super.setup();
		compileOpenApiRulesOnce();
		readsTypeScript ??= require('tsx/cjs/api').register();
		this.global.loadOnce = require;
		// What a test throws is an Error to those modules.
		for (const type of ERRORS) this.global[type.name] = type;
	}

	/** @override */
	async teardown() {
		giveUpStorages();
		await super.teardown();
	}
}
