/** Something that others wait for. */
export class Signal {
	/** @type {(event?: Promise<void>) => void} gives it, or what has to come before */
	give = () => {};

	/** @type {Promise<void>} */
	given = new Promise((resolve) => (this.give = resolve));
}
