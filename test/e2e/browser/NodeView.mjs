import { until } from '../setup/until.mjs';
import { see } from './see.mjs';

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
		// The ways of n8n 2 and 1.
		const button = this.page.getByTestId('ndv-close-button');
		await button.or(this.page.getByTestId('back-to-canvas')).first().click();
		await this.view.waitFor({ state: 'hidden' });
	}

	/** Waits until a credential is chosen whose name begins with the text. @param {string} text */
	async seeCredential(text) {
		const input = this.page.getByTestId('node-credentials-select').locator('input');
		await until('a credential is chosen', async () => (await input.inputValue()).startsWith(text));
	}

	async turnOnReturnAll() {
		await this.turnOn('returnAll');
	}

	/** Turns on a switch that is off. @param {string} field */
	async turnOn(field) {
		await this.#field(field).locator('.el-switch').click();
	}

	/** Chooses from a drop-down that takes one. @param {string} field @param {string} text */
	async select(field, text) {
		await this.#field(field).locator('input').click();
		await this.#pick(text);
	}

	/** Adds an entry to the collection of references. @param {string} kind */
	async addReference(kind) {
		const references = this.page.getByTestId('fixed-collection-references');
		await references.getByPlaceholder('Add Reference').click();
		await this.#pick(kind);
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

	/** Names a thing by its name. @param {string} field @param {string} name */
	async setName(field, name) {
		await this.#mode(field, 'By Name');
		await this.#locator(field).getByTestId('rlc-input').fill(name);
	}

	/** Drags a field of the input into one that takes an ID. @param {string} from @param {string} field */
	async dragIntoId(from, field) {
		await this.#mode(field, 'By ID');
		const target = this.#locator(field).getByTestId('rlc-input');
		await this.view.locator(`[data-target="mappable"][data-name="${from}"]`).first().hover();
		await this.page.mouse.down();
		// A drag begins with the second move.
		await target.hover({ force: true });
		await target.hover({ force: true, position: { x: 8, y: 8 } });
		await this.page.mouse.up();
		await this.#locator(field).getByText(`$json.${from}`).waitFor();
	}

	/** Waits until it is shown what is wrong with a field. @param {string} field @param {string} text */
	async seeIssue(field, text) {
		await this.page.keyboard.press('Tab');
		await this.#locator(field).getByTestId('parameter-issues').hover();
		await see(this.page.locator('.n8n-tooltip:visible'), text);
	}

	/**
	 * What the search for a thing shows, before it is left again.
	 *
	 * @param {string} field
	 * @param {string} text
	 * @param {string} forNothing what it says if it finds nothing
	 */
	async searchInVain(field, text, forNothing) {
		await this.#locator(field).getByTestId('rlc-input').click();
		await this.page.getByTestId('rlc-search').fill(text);
		await this.page.getByText(forNothing).waitFor();
		await this.page.keyboard.press('Escape');
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

	/** Takes the cursor out of a field, whose tip then closes. @param {string} heading what to click on instead */
	async leaveField(heading) {
		await this.parameters.getByText(heading, { exact: true }).click();
	}

	/** Runs the node and waits for its end. @param {'success' | 'danger'} end */
	async run(end) {
		await this.page.getByTestId('node-execute-button').click();
		await this.output.getByTestId(`node-run-status-${end}`).waitFor();
	}

	/**
	 * Waits until the output pane shows all that is looked for.
	 *
	 * @param {'table' | 'json' | 'binary'} mode
	 * @param {(string | RegExp)[]} texts
	 * @returns {Promise<string>} what it shows then
	 */
	async seeOutput(mode, ...texts) {
		await this.output.getByTestId('ndv-run-data-display-mode').hover();
		await this.output.getByTestId(`radio-button-${mode}`).click();
		return await see(this.output.getByTestId('ndv-data-container'), ...texts);
	}

	/** Waits until the output pane shows an error with these texts. @param {(string | RegExp)[]} texts */
	async seeError(...texts) {
		await this.output.getByTestId('node-error-message').waitFor();
		await see(this.output, ...texts);
	}

	/** @param {import('playwright-core').Locator} button @param {string} name */
	async #add(button, name) {
		await button.click();
		await this.page
			.getByTestId('collection-parameter-option')
			.getByText(name, { exact: true })
			.click();
	}

	/** Picks a line of the drop-down that is open. @param {string} text */
	async #pick(text) {
		const lines = this.page.locator('.el-select-dropdown__item:visible');
		await lines.getByText(text, { exact: true }).click();
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
