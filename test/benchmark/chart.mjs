const WIDTH = 760;
const LEFT = 16;
const BARS_LEFT = 250;
const BARS_WIDTH = 350;
const TOP = 62;
const BAR = 14;
const ROW = 48;

/** The card is light on light pages and dark on dark ones, and readable where a page differs from its reader's system. */
const STYLE = `
text { fill: #18181b; }
.note { fill: #52525b; }
.card { fill: #fafafa; }
.ours { fill: #4338ca; }
.http { fill: #a1a1aa; }
@media (prefers-color-scheme: dark) {
text { fill: #f4f4f5; }
.note { fill: #b4b4bd; }
.card { fill: #27272a; }
.ours { fill: #818cf8; }
.http { fill: #71717a; }
}`;

/**
 * Draws times as pairs of bars: HTTP Request, and this package below it. Each pair has a scale of its own. The numbers
 * that it was drawn from are in its metadata.
 *
 * @param {import('./rows.mjs').ChartRow[]} rows those with both times, and a name for the chart
 * @returns {string} SVG
 */
export function drawChart(rows) {
	const height = TOP + rows.length * ROW + 8;
	const numbers = rows.map(({ what, http, ours }) => ({ what, http, ours }));
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13">`,
		`<title>Times beside HTTP Request</title>`,
		`<metadata>${escaped(JSON.stringify(numbers))}</metadata>`,
		`<style>${STYLE}\n</style>`,
		`<rect class="card" width="${WIDTH}" height="${height}" rx="8"/>`,
		`<text x="${LEFT}" y="26" font-size="15" font-weight="600">The same work in n8n: this package and HTTP Request</text>`,
		...legend(),
		...rows.flatMap((row, index) => pair(row, TOP + index * ROW)),
		'</svg>\n',
	].join('\n');
}

const legend = () => [
	`<rect class="http" x="${LEFT}" y="38" width="10" height="10" rx="2"/>`,
	`<text class="note" x="${LEFT + 16}" y="47" font-size="12">HTTP Request</text>`,
	`<rect class="ours" x="${LEFT + 116}" y="38" width="10" height="10" rx="2"/>`,
	`<text class="note" x="${LEFT + 132}" y="47" font-size="12">Anyfast; each pair of bars has its own scale</text>`,
];

/**
 * @param {import('./rows.mjs').ChartRow} row
 * @param {number} y
 */
function pair({ chart: [label, note], http, ours }, y) {
	const longest = Math.max(http.ms, ours.ms);
	return [
		`<text x="${LEFT}" y="${y + 15}">${escaped(label)}</text>`,
		`<text class="note" x="${LEFT}" y="${y + 32}" font-size="11">${escaped(note)}</text>`,
		...bar('http', http, longest, y + 4),
		...bar('ours', ours, longest, y + 6 + BAR),
	];
}

/**
 * @param {string} name
 * @param {import('./Bench.mjs').Measured} measured
 * @param {number} longest
 * @param {number} y
 */
function bar(name, measured, longest, y) {
	const width = Math.max(2, (BARS_WIDTH * measured.ms) / longest);
	const lost = measured.failed > 0 ? `, ${measured.failed} lost` : '';
	const text = `${(measured.ms / 1000).toFixed(1)} s${lost}`;
	return [
		`<rect class="${name}" x="${BARS_LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="3"/>`,
		`<text x="${(BARS_LEFT + width + 8).toFixed(1)}" y="${y + 11}" font-size="12">${text}</text>`,
	];
}

/** @param {string} text */
const escaped = (text) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
