/** The canvas of a workflow, with the panel that offers nodes. */
export class Canvas {
	/** @param {import('playwright-core').Page} page */
	constructor(page) {
		this.page = page;
	}

	/**
	 * Builds a new workflow from the node panel: Manual Trigger, and our node with its view open.
	 *
	 * @param {string} url
	 * @param {string} action what the panel offers of our node
	 */
	async build(url, action) {
		await this.page.goto(`${url}/workflow/new`);
		await this.page.getByTestId('canvas-plus-button').click();
		await this.#search('manual', 'Manual Trigger');
		await this.page.getByTestId('node-creator-plus-button').click();
		await this.#search('anyfast', 'Anyfast Asset');
		await this.#pick(action);
	}

	/**
	 * @param {string} url
	 * @param {string} workflowId
	 */
	async open(url, workflowId) {
		await this.page.goto(`${url}/workflow/${workflowId}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Runs the workflow and waits until the given number of nodes has succeeded. @param {number} nodes */
	async run(nodes) {
		await this.page.getByTestId('execute-workflow-button').click();
		await this.page
			.getByTestId('canvas-node-status-success')
			.nth(nodes - 1)
			.waitFor();
		await this.page.getByTestId('zoom-to-fit').click();
	}

	/**
	 * Searches the panel and picks a node that must be found.
	 *
	 * @param {string} words
	 * @param {string} name
	 */
	async #search(words, name) {
		await this.page.getByTestId('node-creator-search-bar').fill(words);
		await this.#pick(name);
	}

	/** Clicks a line of the panel. @param {string} name */
	async #pick(name) {
		const lines = this.page.getByTestId('node-creator-item-name');
		await lines.getByText(name, { exact: true }).click();
	}
}
