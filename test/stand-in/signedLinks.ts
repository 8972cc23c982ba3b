/** How a storage writes into a link until when it holds. */
export type Signature = 'plain' | 'tos' | 'amz' | 'expires' | 'unsigned';

/** As `20260101T080000Z`. */
const compact = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');

const SIGNATURE = '0123456789abcdef';

/** The query of a link that was signed at a time and holds for so many seconds. */
export function signedQuery(signature: Signature, signedAt: number, seconds: number): string {
	switch (signature) {
		case 'plain':
			return `?X-Expires=${seconds}&X-Signature=${SIGNATURE}`;
		case 'tos':
			return `?X-Tos-Date=${compact(signedAt)}&X-Tos-Expires=${seconds}&X-Tos-Signature=${SIGNATURE}`;
		case 'amz':
			return `?X-Amz-Date=${compact(signedAt)}&X-Amz-Expires=${seconds}&X-Amz-Signature=${SIGNATURE}`;
		case 'expires':
			return `?Expires=${Math.floor(signedAt / 1000) + seconds}&Signature=${SIGNATURE}`;
		case 'unsigned':
			return '';
	}
}

/** Until when a link holds, in milliseconds; for ever if it does not say. */
export function endOf(query: URLSearchParams): number {
	const expires = Number(query.get('Expires'));
	if (expires) return expires * 1000;
	for (const vendor of ['Tos', 'Amz']) {
		const [date, seconds] = [query.get(`X-${vendor}-Date`), query.get(`X-${vendor}-Expires`)];
		if (date !== null) return timeOf(date) + Number(seconds) * 1000;
	}
	return Infinity;
}

const timeOf = (compacted: string): number =>
	Date.parse(compacted.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
