/** The view of one node: its input, its parameters, its output. */
export class NodeView {
	/** @param {import('playwright-core').Page} page */
	constructor(page) {
		this.page = page;
		this.view = page.getByTestId('ndv');
		this.parameters = page.getByTestId('node-parameters');
		this.output = page.getByTestId('output-panel');
	}

	async close() {
		await this.page.keyboard.press('Escape');
		await this.view.waitFor({ state: 'hidden' });
	}

	/** The name of the chosen credential. */
	async credential() {
		return await this.page.getByTestId('node-credentials-select').locator('input').inputValue();
	}

	async turnOnReturnAll() {
		await this.#field('returnAll').locator('.el-switch').click();
	}

	/** Adds a field of the first collection, the filters. @param {string} name */
	async addFilter(name) {
		await this.#add(this.page.getByTestId('collection-parameter-add').first(), name);
	}

	/** Adds a field of the last collection, the options. @param {string} name */
	async addOption(name) {
		await this.#add(this.page.getByTestId('collection-parameter-add').last(), name);
	}

	/**
	 * Chooses from a drop-down that takes several.
	 *
	 * @param {string} field
	 * @param {string} text
	 * @returns {Promise<string[]>} all that was offered
	 */
	async choose(field, text) {
		const input = this.#field(field).locator('input.el-select__input');
		await input.click();
		const options = this.page.locator('.el-select-dropdown__item:visible');
		await options.filter({ hasText: text }).click();
		const offered = await options.allInnerTexts();
		await input.press('Escape');
		return offered;
	}

	/** Names a thing by its ID. @param {string} field @param {string} id */
	async setId(field, id) {
		await this.#mode(field, 'By ID');
		await this.#locator(field).getByTestId('rlc-input').fill(id);
	}

	/** What is wrong with a field. @param {string} field */
	async issueOf(field) {
		await this.page.keyboard.press('Tab');
		await this.#locator(field).getByTestId('parameter-issues').hover();
		return await this.page.locator('.n8n-tooltip:visible').innerText();
	}

	/** Searches for a thing and picks it. @param {string} field @param {string} name */
	async chooseFromList(field, name) {
		await this.#mode(field, 'From list');
		await this.#locator(field).getByTestId('rlc-input').click();
		await this.page.getByTestId('rlc-search').fill(name);
		await this.page.getByTestId('rlc-item').getByText(name).click();
	}

	/**
	 * @param {string} field
	 * @param {string} text
	 */
	async fill(field, text) {
		await this.#field(field).locator('input, textarea').fill(text);
	}

	/** Takes the cursor out of a field, whose tip then closes. */
	async leaveField() {
		await this.parameters.getByText('Filters', { exact: true }).click();
	}

	/** Runs the node and waits for its end. @param {'success' | 'danger'} end */
	async run(end) {
		await this.page.getByTestId('node-execute-button').click();
		await this.output.getByTestId(`node-run-status-${end}`).waitFor();
	}

	/** @param {'table' | 'json'} mode */
	async readOutputAs(mode) {
		await this.output.getByTestId('ndv-run-data-display-mode').hover();
		await this.output.getByTestId(`radio-button-${mode}`).click();
		const data = this.output.getByTestId('ndv-data-container').filter({ hasText: /\S/ });
		return await data.innerText();
	}

	/** Waits for an error. @returns {Promise<string>} all that the output pane says about it */
	async readError() {
		await this.output.getByTestId('node-error-message').waitFor();
		return await this.output.innerText();
	}

	/** @param {import('playwright-core').Locator} button @param {string} name */
	async #add(button, name) {
		await button.click();
		await this.page
			.getByTestId('collection-parameter-option')
			.getByText(name, { exact: true })
			.click();
	}

	/** How a thing is named. @param {string} field @param {string} mode */
	async #mode(field, mode) {
		await this.#locator(field).getByTestId('rlc-mode-selector').click();
		await this.page.locator('.el-select-dropdown__item:visible').getByText(mode).click();
	}

	/** @param {string} name */
	#locator(name) {
		return this.page.getByTestId(`resource-locator-${name}`);
	}

	/** @param {string} name */
	#field(name) {
		return this.page.getByTestId(`parameter-input-${name}`);
	}
}
