import { see } from './see.mjs';

/** The dialog in which a credential is edited and tested. */
export class CredentialDialog {
	/** @param {import('playwright-core').Page} page */
	constructor(page) {
		this.page = page;
		this.dialog = page.getByTestId('credential-edit-dialog');
	}

	/**
	 * Opens it for a new credential, by way of the list of credentials.
	 *
	 * @param {string} url
	 * @param {string} type as the user reads it
	 */
	async openNew(url, type) {
		const { page } = this;
		await page.goto(`${url}/home/credentials`);
		await page.getByTestId('add-resource-credential').click();
		await page.getByTestId('new-credential-type-select').locator('input').fill(type);
		await page.getByTestId('new-credential-type-select-option').getByText(type).click();
		// n8n gives it a name only then, and saves none without one.
		const named = page.waitForResponse((response) => response.url().includes('/credentials/new'));
		await page.getByTestId('new-credential-type-button').click();
		await this.dialog.waitFor();
		await named;
	}

	/**
	 * Fills in fields and saves, upon which n8n tests the credential.
	 *
	 * @param {Record<string, string>} fields
	 */
	async save(fields) {
		for (const [name, value] of Object.entries(fields)) {
			await this.page.getByTestId(`parameter-input-${name}`).locator('input').fill(value);
		}
		await this.page.getByTestId('credential-save-button').click();
	}

	/** Chooses from a drop-down. @param {string} field @param {string} text */
	async choose(field, text) {
		await this.page.getByTestId(`parameter-input-${field}`).locator('input').click();
		await this.page.locator('.el-select-dropdown__item:visible').filter({ hasText: text }).click();
	}

	/** Waits until the dialog says it. @param {string} text */
	async see(text) {
		await see(this.dialog, text);
	}

	async close() {
		await this.page.keyboard.press('Escape');
		await this.dialog.waitFor({ state: 'hidden' });
	}

	/** Waits until the test has passed. */
	async waitForPass() {
		await this.page.getByTestId('credentials-config-container-test-success').waitFor();
	}

	/** Waits until the test has failed, and the dialog says why. @param {string[]} texts */
	async seeFailure(...texts) {
		await this.dialog.getByText('More details').click();
		await see(this.dialog, ...texts);
	}
}
