/** An error that says what happened and what to do, before it is put in n8n's terms. */
export class AdvisedError extends Error {
	/** @param advice what to do about it */
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
	}
}
