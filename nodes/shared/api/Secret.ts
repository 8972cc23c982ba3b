import { isObject } from '../json';

/** A shorter key is no secret of this API, and taking it out would spoil ordinary words. */
const SHORTEST = 12;

/** Fields whose values are handed on as they came, whatever is in them. */
const IDS_AND_NAMES = /(^|_)id$|Ids?$|^(Name|Title)$/;

/**
 * The API key, to be kept out of errors, logs and items, even if the API quotes it in an escaped form: `\/`, `\u0026`,
 * `%2F` or `&amp;`.
 */
export class Secret {
	private readonly pattern?: RegExp;

	constructor(key: string) {
		if (key.length >= SHORTEST) this.pattern = new RegExp([...key].map(anyFormOf).join(''), 'gi');
	}

	isIn(text: string): boolean {
		return this.pattern !== undefined && text.search(this.pattern) >= 0;
	}

	/** The value, with stars for the key in every text but IDs and names. */
	withoutIn<T>(value: T): T;
	withoutIn(value: unknown): unknown {
		const { pattern } = this;
		if (pattern === undefined) return value;
		if (typeof value === 'string') return value.replace(pattern, '***');
		if (Array.isArray(value)) return value.map((part) => this.withoutIn(part));
		if (!isObject(value)) return value;
		const fields = Object.entries(value).map(([name, part]) => [
			name.replace(pattern, '***'),
			typeof part === 'string' && IDS_AND_NAMES.test(name) ? part : this.withoutIn(part),
		]);
		return Object.fromEntries(fields);
	}
}

/** A character as it is, and as JSON, addresses and web pages may write it. */
function anyFormOf(character: string): string {
	const code = character.charCodeAt(0);
	const hex = code.toString(16).padStart(2, '0');
	const plain = /\w/.test(character) ? character : `\\${character}`;
	return `(?:\\\\{0,8}${plain}|\\\\{1,8}u00${hex}|%${hex}|&#(?:${code}|x${hex});${named(character)})`;
}

function named(character: string): string {
	const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
	const name = names[character];
	return name === undefined ? '' : `|${name}`;
}
