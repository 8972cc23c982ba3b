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
	 * @param {string} [node] which one of ours
	 */
	async build(url, action, node = 'Anyfast Asset') {
		await this.page.goto(`${url}/workflow/new`);
		await this.page.getByTestId('canvas-plus-button').click();
		await this.#search('manual', 'Manual Trigger');
		await this.add(action, node);
	}

	/**
	 * Adds one of our nodes behind the last one, with its view open.
	 *
	 * @param {string} action what the panel offers of it
	 * @param {string} node which one
	 */
	async add(action, node) {
		await this.page.getByTestId('node-creator-plus-button').click();
		await this.#search('anyfast', node);
		await this.#pick(action);
	}

	/** @param {string} url of a workflow */
	async open(url) {
		await this.page.goto(url);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Opens the view of a node. @param {string} name */
	async openNode(name) {
		await this.page.getByTestId('canvas-node').filter({ hasText: name }).first().dblclick();
		await this.page.getByTestId('ndv').waitFor();
	}

	/**
	 * Opens the panel below the canvas, with what the node that was opened last gave.
	 *
	 * @param {'table' | 'json'} mode
	 */
	async openLog(mode) {
		const panel = this.page.getByTestId('logs-panel');
		await panel.getByTestId('logs-overview-header').click();
		await panel.getByTestId(`radio-button-${mode}`).click();
	}

	/** Runs the workflow and waits until the given number of nodes has succeeded. @param {number} nodes */
	async run(nodes) {
		await this.page.getByTestId('execute-workflow-button').click();
		await this.page
			.getByTestId('canvas-node-status-success')
			.nth(nodes - 1)
			.waitFor();
		await this.fit();
	}

	/** Moves the whole workflow into view. */
	async fit() {
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
