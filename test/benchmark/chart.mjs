const WIDTH = 760;
const LABEL_WIDTH = 240;
const ROW = 26;
const TOP = 44;

/**
 * Draws times as bars, ours in colour, readable on light and dark pages.
 *
 * @param {string} title
 * @param {{ label: string; ms: number }[]} rows
 * @returns {string} SVG
 */
export function drawBars(title, rows) {
	const longest = Math.max(...rows.map(({ ms }) => ms));
	const height = TOP + rows.length * ROW + 12;
	const bars = rows.map(({ label, ms }, index) => {
		const y = TOP + index * ROW;
		const width = Math.max(2, ((WIDTH - LABEL_WIDTH - 90) * ms) / longest);
		const fill = label.startsWith('Anyfast') ? '#4338ca' : '#a1a1aa';
		return [
			`<text x="${LABEL_WIDTH - 8}" y="${y + 15}" text-anchor="end">${label}</text>`,
			`<rect x="${LABEL_WIDTH}" y="${y + 3}" width="${width.toFixed(1)}" height="17" rx="3" fill="${fill}"/>`,
			`<text x="${(LABEL_WIDTH + width + 8).toFixed(1)}" y="${y + 15}">${(ms / 1000).toFixed(2)} s</text>`,
		].join('\n');
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="#18181b">`,
		`<rect width="${WIDTH}" height="${height}" rx="8" fill="#fafafa"/>`,
		`<text x="16" y="26" font-size="15" font-weight="600">${title}</text>`,
		...bars,
		'</svg>\n',
	].join('\n');
}
