import Table from 'cli-table3';

import type { Report, Result } from './askAll';

/** Columns, in characters: what we assume, what the service did, whether it fits. */
const WIDTHS = [56, 56, 11];

/** The table of all results. */
export function tableOf(results: Result[]): string {
	const table = new Table({
		head: ['What we assume (and where that comes from)', 'What the service did', 'Fits'],
		colWidths: WIDTHS,
		wordWrap: true,
		style: { head: [], border: [] },
	});
	for (const { title, source, did, verdict } of results) {
		table.push([`${title}\n(${source})`, did, verdict]);
	}
	return String(table);
}

/** How many lines there are of each kind, as `40 yes, 2 no`. */
export function countsOf(results: Result[]): string {
	const verdicts = ['yes', 'no', 'open', 'not asked'] as const;
	return verdicts
		.map((verdict) => `${results.filter((result) => result.verdict === verdict).length} ${verdict}`)
		.join(', ');
}

/** The file to attach to an issue. */
export function fileOf(baseUrl: string, askedAt: string, { results, ...more }: Report): string {
	const counts = countsOf(results);
	return `${JSON.stringify({ baseUrl, askedAt, counts, results, ...more }, undefined, '\t')}\n`;
}
