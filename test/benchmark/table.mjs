/**
 * A line of the table.
 *
 * @typedef {object} Row
 * @property {string} what
 * @property {import('./Bench.mjs').Measured} [http] what HTTP Request came to
 * @property {import('./Bench.mjs').Measured} [ours] what this package came to
 * @property {Goal[]} goals
 *
 * @typedef {{ wanted: string, measured: string, holds: boolean }} Goal
 */

/** @param {number} value */
const rounded = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(2));

/** @param {number} most @param {number} value @param {string} unit @returns {Goal} */
export const atMost = (most, value, unit) => ({
	wanted: `≤ ${most}`,
	measured: `${rounded(value)} ${unit}`,
	holds: value <= most,
});

/** @param {number} least @param {number} value @param {string} unit @returns {Goal} */
export const atLeast = (least, value, unit) => ({
	wanted: `≥ ${least}`,
	measured: `${rounded(value)} ${unit}`,
	holds: value >= least,
});

/** A number that nothing is wished for. @param {number} value @param {string} unit @returns {Goal} */
export const noted = (value, unit) => ({
	wanted: '',
	measured: `${rounded(value)} ${unit}`,
	holds: true,
});

/** The rows in Markdown. @param {Row[]} rows */
export const asTable = (rows) =>
	[
		['What', 'HTTP Request', 'Anyfast', 'Measured', 'Wanted'],
		Array(5).fill('---'),
		...rows.map(({ what, http, ours, goals }) => [
			what,
			http ? inWords(http) : '',
			ours ? inWords(ours) : '',
			goals.map(({ measured }) => measured).join('<br>'),
			goals.map(({ wanted, holds }) => (holds ? wanted : `**${wanted}: no**`)).join('<br>'),
		]),
	]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');

/** @param {import('./Bench.mjs').Measured} measured */
const inWords = ({ ms, received, mostInFlight, refused, failed }) =>
	[
		`${(ms / 1000).toFixed(2)} s`,
		`${received} requests, ${mostInFlight} at a time`,
		...(refused > 0 ? [`${refused} refused, ${failed} lost`] : []),
	].join('<br>');
