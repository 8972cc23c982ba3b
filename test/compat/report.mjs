import Table from 'cli-table3';

import { NODES } from './versions.mjs';

/** @typedef {import('./tryOut.mjs').Result} Result */

/** @param {Result} result */
export function printFailures({ pair, loadError, failures }) {
	const where = `n8n ${pair.n8n}, Node ${pair.node}`;
	if (loadError) console.log(`FAILED  ${where} · the package loads\n${indented(loadError)}`);
	for (const { name, problem } of failures) {
		console.log(`FAILED  ${where} · ${name}\n${indented(problem)}`);
	}
	if (!loadError && failures.length === 0) console.log(`passed  ${where}`);
}

/**
 * An n8n for each row, a Node for each column.
 *
 * @param {Result[]} results
 * @param {number} total how many cases there are
 */
export function printTable(results, total) {
	const nodes = Object.keys(NODES);
	const table = new Table({
		head: ['n8n', ...nodes.map((node) => `Node ${node}`)],
		style: { head: [], border: [], compact: true },
	});
	for (const n8n of new Set(results.map(({ pair }) => pair.n8n))) {
		const cells = nodes.map((node) => {
			const result = results.find(({ pair }) => pair.n8n === n8n && pair.node === node);
			return result ? cellOf(result, total) : '–';
		});
		table.push([n8n, ...cells]);
	}
	console.log(`\n${table}\n–: not allowed by that n8n, or not asked for`);
}

/**
 * The cases whose error is not worded alike everywhere.
 *
 * @param {Result[]} results
 * @returns {{ name: string, wordings: Map<string, string[]> }[]} each wording, with where it was met
 */
export function differences(results) {
	const loaded = results.filter(({ loadError }) => !loadError);
	const names = new Set(loaded.flatMap(({ messages }) => [...messages.keys()]));
	return [...names]
		.map((name) => ({ name, wordings: wordingsOf(name, loaded) }))
		.filter(({ wordings }) => wordings.size > 1);
}

/**
 * @param {string} name
 * @param {Result[]} results
 */
function wordingsOf(name, results) {
	/** @type {Map<string, string[]>} */
	const wordings = new Map();
	for (const { pair, messages } of results) {
		const message = messages.get(name) ?? 'no error';
		wordings.set(message, [...(wordings.get(message) ?? []), `${pair.n8n}/${pair.node}`]);
	}
	return wordings;
}

/** @param {{ name: string, wordings: Map<string, string[]> }[]} different */
export function printDifferences(different) {
	for (const { name, wordings } of different) {
		const lines = [...wordings].map(([message, where]) => `${message}\n  ${where.join(', ')}`);
		console.log(`FAILED  the same words everywhere · ${name}\n${indented(lines.join('\n'))}`);
	}
}

/** @param {Result} result @param {number} total */
function cellOf({ loadError, failures }, total) {
	if (loadError) return 'does not load';
	return failures.length === 0 ? `all ${total}` : `${total - failures.length} of ${total}`;
}

/** @param {string} text */
const indented = (text) => text.trim().replace(/^/gm, '        ');
