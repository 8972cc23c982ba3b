/**
 * How long a `Retry-After` header asks to wait.
 *
 * @param value the header: seconds, or an HTTP date (RFC 9110, section 10.2.3)
 * @param now the current time in milliseconds
 * @returns milliseconds, never negative; undefined where there is no such header or it says neither
 */
export function retryAfterMs(value: unknown, now: number): number | undefined {
	if (typeof value !== 'string') return undefined;

	const text = value.trim();
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;

	// Date.parse also takes "-5" for a year, hence the weekday that every HTTP date begins with.
	const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
