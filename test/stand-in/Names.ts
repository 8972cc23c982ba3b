import { Refusal } from './refusals';

/** What a service may make of a name before it keeps it. */
export type NameChange = keyof typeof CHANGES;

/** The most characters of a name, upstream. */
const LONGEST_NAME = 64;

const CHANGES = {
	nfc: (name: string) => name.normalize('NFC'),
	nfd: (name: string) => name.normalize('NFD'),
	nfkc: (name: string) => name.normalize('NFKC'),
	folded: (name: string) => name.toLowerCase(),
	trimmed: (name: string) => name.trim(),
	squeezed: (name: string) => name.replace(/\s+/g, ' '),
	cut: (name: string) => [...name].slice(0, LONGEST_NAME).join(''),
	/** What is left of a character that is cut in two is U+FFFD. */
	cutByBytes: (name: string) => Buffer.from(name).subarray(0, LONGEST_NAME).toString(),
};

export const NAME_CHANGES = Object.keys(CHANGES) as NameChange[];

/** Takes names as a service does. */
export class Names {
	constructor(private readonly changes: NameChange[] = []) {}

	/** What is kept of a name. */
	kept(name: string): string {
		return this.changes.reduce((kept, change) => CHANGES[change](kept), name);
	}

	private get cuts(): boolean {
		return this.changes.some((change) => change.startsWith('cut'));
	}

	/** The same; refuses a name that is too long, unless it is cut. */
	accepted(name: string): string {
		const kept = this.kept(name);
		if (kept.length <= LONGEST_NAME || this.cuts) return kept;
		throw new Refusal(400, 'InvalidParameter.Name', 'Name is too long');
	}
}

/** Whether a name has a part, as a search does that looks past letter case and accents. */
export function isLike(name: string, part: string): boolean {
	return folded(name).includes(folded(part));
}

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
