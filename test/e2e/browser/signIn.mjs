import { OWNER } from '../n8n/Rest.mjs';

/**
 * Signs in as the owner.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} url of n8n
 */
export async function signIn(page, url) {
	await page.goto(`${url}/signin`);
	await page.locator('input[type=email]').fill(OWNER.email);
	await page.locator('input[type=password]').fill(OWNER.password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL((to) => !to.pathname.startsWith('/signin'));
}
