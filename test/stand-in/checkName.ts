import { Refusal } from './refusals';

/** The most characters of a name, upstream. */
const LONGEST_NAME = 64;

export function checkName(name: string): void {
	if (name.length <= LONGEST_NAME) return;
	throw new Refusal(400, 'InvalidParameter.Name', 'Name is too long');
}
