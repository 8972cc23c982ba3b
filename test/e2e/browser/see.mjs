/**
 * Waits until an element shows all that is looked for, because the editor draws bit by bit.
 *
 * @param {import('playwright-core').Locator} element
 * @param {(string | RegExp)[]} texts
 * @returns {Promise<string>} what it shows then
 */
export async function see(element, ...texts) {
	let shown = element;
	for (const text of texts) shown = shown.filter({ hasText: text });
	try {
		await shown.waitFor();
	} catch (cause) {
		throw new Error(`Not seen: ${texts.join(', ')}, but: ${await element.innerText()}`, { cause });
	}
	return await shown.innerText();
}
