import { DELETION_ANSWERS, type DeletionName } from './answers/changes';
import { Instead } from './faults';
import { isObject } from './json';
import type { Manner } from './Manner';

/** What clients of the real service have seen. */
const IN_THE_FIELD: DeletionName[] = ['documented', 'empty', 'idAlone'];

/** Says how deletions go, in turn. */
export class Deletions {
	private number: number;

	private readonly names: DeletionName[];

	constructor(names: DeletionName[] | undefined, manner: Manner) {
		this.names = names ?? (manner.isField ? IN_THE_FIELD : []);
		this.number = manner.seed;
	}

	/**
	 * Deletes a thing, or does not.
	 *
	 * @param documented what is answered as documented
	 * @returns what is answered, or happens instead
	 */
	run(id: string, documented: object, remove: () => void): unknown {
		const name = this.names[this.number++ % this.names.length];
		const { isDone, status, body } = name
			? DELETION_ANSWERS[name](id)
			: { isDone: true, status: 200, body: documented };
		if (isDone) remove();
		return status === 200 && isObject(body) ? body : new Instead({ status, body });
	}
}
