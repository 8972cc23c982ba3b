/**
 * The Base URL of a credential in the form that an action's path can follow: space around it and slashes at its end
 * removed.
 *
 * @returns undefined where it is not an http or https address, or carries a query or fragment.
 */
export function normalizeBaseUrl(baseUrl: string): string | undefined {
	const text = baseUrl.trim();
	if (!URL.canParse(text)) return undefined;

	const { protocol, search, hash } = new URL(text);
	if (!['http:', 'https:'].includes(protocol) || search !== '' || hash !== '') return undefined;
	return text.replace(/\/+$/, '');
}
