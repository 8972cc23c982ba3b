import { millisecondsOf } from '../../../../shared/parseTime';

/**
 * When a signed link ends, by its own signature: `X-Tos-Date` with `X-Tos-Expires`, the same of `X-Amz` and others, in
 * seconds; or the end itself in `Expires`.
 */
export function endOfLink(url: string): number | undefined {
	if (!URL.canParse(url)) return undefined;
	const entries = [...new URL(url).searchParams].map(([name, value]) => [
		name.toLowerCase(),
		value,
	]);
	const query = new Map(entries.map(([name = '', value = '']) => [name, value]));
	for (const [name, value] of query) {
		if (!/(^|-)expires$/.test(name)) continue;
		const signedAt = signatureTime(query.get(name.replace(/expires$/, 'date')));
		const end = millisecondsOf(signedAt === undefined ? value : signedAt + 1000 * Number(value));
		if (end !== undefined) return end;
	}
	return undefined;
}

/** A time as signatures write it: `20260101T000000Z`. */
function signatureTime(text = ''): number | undefined {
	const digits = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
	return millisecondsOf(text.replace(digits, '$1-$2-$3T$4:$5:$6Z'));
}
