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
 * A line that the chart shows.
 *
 * @typedef {Required<Row>} ChartRow
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

/** @param {number} value */
const rounded = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(2));

/**
 * @param {number} most
 * @param {number} value
 * @param {string} unit
 * @returns {Goal}
 */
export const atMost = (most, value, unit) => ({
	wanted: `≤ ${most} ${unit}`,
	measured: `${rounded(value)} ${unit}`,
	holds: value <= most,
});

/**
 * @param {number} least
 * @param {number} value
 * @param {string} unit
 * @returns {Goal}
 */
export const atLeast = (least, value, unit) => ({
	wanted: `≥ ${least} ${unit}`,
	measured: `${rounded(value)} ${unit}`,
	holds: value >= least,
});

/**
 * @param {number} wanted
 * @param {number} value
 * @param {string} unit
 * @returns {Goal}
 */
export const exactly = (wanted, value, unit) => ({
	wanted: `${wanted} ${unit}`,
	measured: `${rounded(value)} ${unit}`,
	holds: value === wanted,
});

/**
 * A number that nothing was wished for.
 *
 * @param {number} value
 * @param {string} unit
 * @returns {Goal}
 */
export const noted = (value, unit) => ({
	wanted: '',
	measured: `${rounded(value)} ${unit}`,
	holds: true,
});

/**
 * @param {string} what
 * @param {Pick<Row, 'http' | 'ours'>} measured
 * @param {Goal[]} goals
 * @param {Row['chart']} [chart]
 * @returns {Row[]}
 */
export const comparison = (what, { http, ours }, goals, chart) => [
	{ what, http, ours, goals, chart },
];

/**
 * @param {string} what
 * @param {...Goal} goals
 * @returns {Row[]} a line of numbers that stand for themselves
 */
export const plain = (what, ...goals) => [{ what, goals }];

/**
 * @param {Row} row
 * @returns {row is ChartRow}
 */
export const isForChart = (row) =>
	row.chart !== undefined && row.http !== undefined && row.ours !== undefined;

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

/** @param {import('./Bench.mjs').Measured} measured */
function inWords({ ms, received, mostInFlight, refused, failed }) {
	return [
		`${(ms / 1000).toFixed(2)} s`,
		`${received} requests`,
		`${mostInFlight} at a time`,
		...(refused > 0 ? [`${refused} refused`, `${failed} lost`] : []),
	].join('\n');
}
