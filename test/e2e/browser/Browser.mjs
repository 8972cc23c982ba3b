import { chromium, selectors } from 'playwright-core';

import { messageOf } from '../../messageOf.ts';

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Generous, because it ends only what hangs. */
const PATIENCE_MS = 120_000;

selectors.setTestIdAttribute('data-test-id');

/**
 * Opens a page in Chromium for as long as the work takes. Where it fails, the error tells what the page said.
 *
 * @param {string} executablePath
 * @param {(page: import('playwright-core').Page) => Promise<void>} work
 */
export async function withPage(executablePath, work) {
	const browser = await chromium.launch({ executablePath, args: FLAGS, headless: true });
	const page = await browser.newPage({
		viewport: { width: 1440, height: 900 },
		colorScheme: 'light',
	});
	// The editor asks for fonts, news and the like elsewhere; a test must not wait for them.
	await page.route(
		(url) => url.hostname !== '127.0.0.1',
		(route) => route.abort(),
	);
	page.setDefaultTimeout(PATIENCE_MS);
	try {
		await work(page);
	} catch (error) {
		const text = await page.innerText('body').catch(() => 'nothing');
		throw new Error(`${messageOf(error)}\nThe page ${page.url()} said:\n${text.slice(0, 3000)}`);
	} finally {
		await browser.close();
	}
}
