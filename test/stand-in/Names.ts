import { Refusal } from './refusals';

/** What a service may make of a name before it keeps it. */
export type NameChange = 'nfc' | 'nfd' | 'folded' | 'trimmed' | 'cut';

/** The most characters of a name, upstream. */
const LONGEST_NAME = 64;

const CHANGES: Record<NameChange, (name: string) => string> = {
	nfc: (name) => name.normalize('NFC'),
	nfd: (name) => name.normalize('NFD'),
	folded: (name) => name.toLowerCase(),
	trimmed: (name) => name.trim(),
	cut: (name) => [...name].slice(0, LONGEST_NAME).join(''),
};

/** Takes names as a service does. */
export class Names {
	constructor(private readonly changes: NameChange[] = []) {}

	/** What is kept of a name. */
	kept(name: string): string {
		return this.changes.reduce((kept, change) => CHANGES[change](kept), name);
	}

	/** The same; refuses a name that is too long, unless it is cut. */
	accepted(name: string): string {
		const kept = this.kept(name);
		if (kept.length <= LONGEST_NAME || this.changes.includes('cut')) return kept;
		throw new Refusal(400, 'InvalidParameter.Name', 'Name is too long');
	}
}

/** Whether a name has a part, as a search does that looks past letter case and accents. */
export function isLike(name: string, part: string): boolean {
	return folded(name).includes(folded(part));
}

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
