import Table from 'cli-table3';

/**
 * A line of the table.
 *
 * @typedef {object} Row
 * @property {string} what
 * @property {import('./Bench.mjs').Measured} [http] what HTTP Request came to
 * @property {import('./Bench.mjs').Measured} [ours] what this package came to
 * @property {Goal[]} goals
 * @property {[label: string, note: string]} [chart] what the chart calls it, if it shows it
 */

/**
 * What was wanted, and what was measured.
 *
 * @typedef {object} Goal
 * @property {string} wanted
 * @property {string} measured
 * @property {boolean} holds
 */

/** @param {import('./Bench.mjs').Measured} measured */
export const seconds = ({ ms }) => ms / 1000;

const rounded = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(2));

/** @returns {Goal} */
export const atMost = (most, value, unit) => ({
	wanted: `≤ ${most} ${unit}`,
	measured: `${rounded(value)} ${unit}`,
	holds: value <= most,
});

/** @returns {Goal} */
export const atLeast = (least, value, unit) => ({
	wanted: `≥ ${least} ${unit}`,
	measured: `${rounded(value)} ${unit}`,
	holds: value >= least,
});

/** @returns {Goal} */
export const exactly = (wanted, value, unit) => ({
	wanted: `${wanted} ${unit}`,
	measured: `${rounded(value)} ${unit}`,
	holds: value === wanted,
});

/** A number that nothing was wished for. @returns {Goal} */
export const noted = (value, unit) => ({
	wanted: '',
	measured: `${rounded(value)} ${unit}`,
	holds: true,
});

/** @returns {Row[]} */
export const comparison = (what, { http, ours }, goals, chart) => [
	{ what, http, ours, goals, chart },
];

/** @returns {Row[]} a line of numbers that stand for themselves */
export const plain = (what, ...goals) => [{ what, goals }];

/** @param {Row[]} rows */
export function asTable(rows) {
	const table = new Table({
		head: ['What', 'HTTP Request', 'Anyfast', 'Measured', 'Wanted', 'Holds'],
		wordWrap: true,
		colWidths: [44, 25, 25, 30, 30, 7],
		style: { head: [], border: [], compact: true },
	});
	for (const { what, http, ours, goals } of rows) {
		table.push([
			what,
			http ? inWords(http) : '',
			ours ? inWords(ours) : '',
			goals.map(({ measured }) => measured).join('\n'),
			goals.map(({ wanted }) => wanted).join('\n'),
			goals.map(({ wanted, holds }) => (wanted === '' ? '' : holds ? 'yes' : 'NO')).join('\n'),
		]);
	}
	return table.toString();
}

function inWords({ ms, received, mostInFlight, refused, failed }) {
	return [
		`${(ms / 1000).toFixed(2)} s`,
		`${received} requests`,
		`${mostInFlight} at a time`,
		...(refused > 0 ? [`${refused} refused`, `${failed} lost`] : []),
	].join('\n');
}
