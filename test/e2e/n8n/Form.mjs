import { until } from '../setup/until.mjs';

/** A form that was handed in, and the pages that come after it, as a browser goes through them. */
export class Form {
	/** The last page that was read. */
	#page = '';

	/**
	 * @param {import('./N8n.mjs').N8n} n8n
	 * @param {URL} url where the pages after the first one are
	 */
	constructor(n8n, url) {
		this.n8n = n8n;
		this.url = url;
	}

	/**
	 * Hands in the form of a workflow that is, or is about to be, published.
	 *
	 * @param {import('./N8n.mjs').N8n} n8n
	 * @param {string} path
	 * @param {Answer[]} answers one for each field, in their order
	 */
	static async handIn(n8n, path, answers) {
		// Publishing goes on for a moment after it was answered.
		const { formWaitingUrl } = await until('the form was taken', async () => {
			const response = await post(`${n8n.url}/form/${path}`, answers);
			return response.ok && /** @type {Taken} */ (await response.json());
		});
		return new Form(n8n, new URL(formWaitingUrl, n8n.url));
	}

	/** The ID of the execution. */
	get executionId() {
		return this.url.pathname.split('/').at(-1) ?? '';
	}

	/** Waits for the next page, and reads it. */
	async nextPage() {
		const { origin, pathname, search } = this.url;
		this.#page = await until('the next page is there', async () => {
			const status = await fetch(`${origin}${pathname}/n8n-execution-status${search}`);
			if ((await status.text()) !== 'form-waiting') return undefined;
			const page = await (await fetch(this.url)).text();
			return page === this.#page ? undefined : page;
		});
		return this.#page;
	}

	/** Hands in the page that was read. @param {Answer[]} answers one for each field, in their order */
	async fillIn(answers) {
		await post(this.url, answers);
	}

	/** Reads the last page; the workflow then goes on. */
	async lastPage() {
		const page = await this.nextPage();
		// As the page itself does once it is shown.
		await fetch(this.url, { method: 'POST' });
		return page;
	}

	/** The node at which the execution waits; undefined if it does not. */
	async waitsAt() {
		return await this.n8n.rest.waitsAt(this.executionId);
	}

	/** The execution, once it has ended. */
	async execution() {
		return await this.n8n.rest.execution(this.executionId);
	}
}

/** @typedef {{ formWaitingUrl: string }} Taken what n8n answers to the first page */

/**
 * What is filled in in a field.
 *
 * @typedef {string | File} Answer
 */

/**
 * @param {string | URL} url
 * @param {Answer[]} answers
 */
async function post(url, answers) {
	const body = new FormData();
	for (const [index, answer] of answers.entries()) body.set(`field-${index}`, answer);
	return await fetch(url, { method: 'POST', body });
}
