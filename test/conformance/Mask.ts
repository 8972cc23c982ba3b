/** What the names of all that a run makes begin with. Such names are no secret. */
export const OWN_NAME = 'conformance-';

/** Rows of a list that are shown; the others are like them. */
const ROWS_SHOWN = 3;

/** Longer texts are cut: a page of a proxy tells enough in its first lines. */
const LONGEST_TEXT = 1000;

/** The fields in which users write words of their own, or which name the account. */
const OWN_WORDS = new Set(['Name', 'Title', 'Description', 'ProjectName', 'prompt']);

/** Takes out of answers what is nobody else's business: the key, the account, names, and the signatures of addresses. */
export class Mask {
	constructor(private readonly apiKey: string) {}

	/** JSON that may be shown to others. Lists are cut, and say so. */
	value(value: unknown, key = ''): unknown {
		if (typeof value === 'string') return this.field(key, value);
		if (Array.isArray(value)) return this.list(value, key);
		if (typeof value !== 'object' || value === null) return value;
		const fields = Object.entries(value);
		return Object.fromEntries(fields.map(([name, inner]) => [name, this.value(inner, name)]));
	}

	/** Text that may be shown to others. */
	text(text: string): string {
		const masked = this.withoutKey(text)
			// What a gateway repeats of a key, often in part.
			.replace(/\bsk-[\w*.-]+/g, 'sk-***')
			.replace(/\[u-[^\]]*\]-\[t-[^\]]*\]/g, '[u-…]-[t-…]')
			.replace(/data:([\w/+.-]+);base64,[\w+/=]*/g, 'data:$1;base64,…')
			// The path may name the account, and the query is the signature.
			.replace(/(https?:\/\/[^\s"'/?]+)[/?][^\s"']*/g, '$1/***')
			// What a gateway tells of the account's money, and of its number.
			.replace(/[$＄¥￥]\s*-?\d+(?:[.,]\d+)*/g, '$***')
			.replace(/\b(user|token|account)([ _-]?(?:id)?[:= [#]+)\d+/gi, '$1$2***');
		return masked.length > LONGEST_TEXT ? `${masked.slice(0, LONGEST_TEXT)}…` : masked;
	}

	private withoutKey(text: string): string {
		return this.apiKey === '' ? text : text.replaceAll(this.apiKey, '***');
	}

	private field(key: string, text: string): string {
		if (key === 'Title') {
			const [prefix = '', name = ''] = splitTitle(text);
			return `${this.text(prefix)}${ownWords(name)}`;
		}
		return this.text(OWN_WORDS.has(key) ? ownWords(text) : text);
	}

	private list(values: unknown[], key: string): unknown[] {
		const shown = values.slice(0, ROWS_SHOWN).map((value) => this.value(value, key));
		const left = values.length - shown.length;
		return left > 0 ? [...shown, `… and ${left} more`] : shown;
	}
}

/** The prefix of a title that names user and token, and the name behind it. */
function splitTitle(title: string): string[] {
	const [, prefix, name] = /^(\[u-[^\]]*\]-\[t-[^\]]*\]\s*)?(.*)$/s.exec(title) ?? [];
	return [prefix ?? '', name ?? ''];
}

const ownWords = (text: string): string =>
	text === '' || text === 'default' || text.startsWith(OWN_NAME)
		? text
		: `*** (${text.length} characters)`;
